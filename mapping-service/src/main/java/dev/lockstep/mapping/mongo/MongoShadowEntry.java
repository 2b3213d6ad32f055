package dev.lockstep.mapping.mongo;

import dev.lockstep.mapping.desire.UserMapping.Failure;
import dev.lockstep.mapping.shadow.Finding;
import dev.lockstep.mapping.shadow.Finding.Change;
import dev.lockstep.mapping.shadow.Finding.Effect;
import dev.lockstep.mapping.shadow.Finding.Kind;
import dev.lockstep.mapping.shadow.ShadowStore.Entry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** An entry of a shadow run as a document. */
final class MongoShadowEntry {
    private MongoShadowEntry() {
    }

    static Document write(String id, String run, Entry entry) {
        Finding finding = entry.finding();
        return new Document("_id", id).append("run", run).append("object", entry.objectId()).append("userName", entry.userName())
                .append("stamp", entry.stamp()).append("live", entry.live()).append("at", Documents.date(entry.at()))
                .append("kind", finding.kind().name()).append("marks", List.copyOf(finding.marks()))
                .append("changes", finding.changes().stream().map(MongoShadowEntry::change).toList())
                .append("failures", finding.failures().stream().map(failure -> new Document("attribute", failure.targetAttribute())
                        .append("expression", failure.expression()).append("code", failure.code()).append("message", failure.message())).toList());
    }

    private static Document change(Change change) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("attribute", change.attribute());
        tree.put("effect", change.effect().name());
        tree.put("before", change.before());
        tree.put("after", change.after());
        return Documents.bson(tree);
    }

    static Entry read(Document document) {
        List<Change> changes = document.getList("changes", Document.class).stream().map(each -> {
            Map<String, Object> tree = Documents.tree(each);
            return new Change(each.getString("attribute"), Effect.valueOf(each.getString("effect")), tree.get("before"), tree.get("after"));
        }).toList();
        List<Failure> failures = document.getList("failures", Document.class).stream().map(each -> new Failure(each.getString("attribute"),
                each.getString("expression"), each.getString("code"), each.getString("message"))).toList();
        return new Entry(document.getString("object"), document.getString("userName"),
                new Finding(Kind.valueOf(document.getString("kind")), changes, failures), document.getString("stamp"), document.getBoolean("live"),
                Documents.instant(document, "at"));
    }
}
