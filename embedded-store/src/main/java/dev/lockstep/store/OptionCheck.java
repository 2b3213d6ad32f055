package dev.lockstep.store;

import de.bwaldvogel.mongo.bson.Document;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Refuses options of commands that mongo-java-server would take and then not heed. */
final class OptionCheck {

    private static final List<String> SESSION = List.of("txnNumber", "autocommit", "startTransaction");
    private static final Set<String> COLLECTION_OPTIONS = Set.of(
            "validator", "capped", "viewOn", "pipeline", "timeseries", "expireAfterSeconds", "clusteredIndex",
            "changeStreamPreAndPostImages", "encryptedFields", "indexOptionDefaults");
    private static final Set<String> INDEX_OPTIONS =
            Set.of("partialFilterExpression", "wildcardProjection", "hidden", "weights", "prepareUnique");

    private OptionCheck() {}

    static void check(String command, Document query) {
        SESSION.stream().filter(query::containsKey).findFirst().ifPresent(option -> {
            throw Refusal.unsupported("sessions and transactions (" + option + ")");
        });
        checkCollation(query);
        switch (command) {
            case "create" -> refuseAny(COLLECTION_OPTIONS, query, "collection option");
            case "createIndexes" -> documents(query.get("indexes")).forEach(OptionCheck::checkIndex);
            case "update" -> documents(query.get("updates")).forEach(OptionCheck::checkUpdate);
            case "delete" -> documents(query.get("deletes")).forEach(OptionCheck::checkCollation);
            case "findAndModify" -> checkPipeline(query.get("update"));
            default -> {}
        }
    }

    private static void checkIndex(Document index) {
        checkCollation(index);
        refuseAny(INDEX_OPTIONS, index, "index option");
        if (!(index.get("key") instanceof Document key) || key.isEmpty()) {
            throw Refusal.badValue("an index needs a key");
        }
        key.forEach((field, direction) -> {
            boolean ordered = direction instanceof Number number && Math.abs(number.doubleValue()) == 1;
            if (!ordered || field.contains("$")) {
                throw Refusal.unsupported("an index of type " + direction + " on the field " + field
                        + " (only 1 and -1 on plain fields)");
            }
        });
        if (key.size() > Long.SIZE) {
            throw Refusal.badValue("an index has at most " + Long.SIZE + " fields");
        }
    }

    private static void checkUpdate(Document update) {
        checkCollation(update);
        checkPipeline(update.get("u"));
    }

    private static void checkPipeline(@Nullable Object update) {
        if (update instanceof Collection) {
            throw Refusal.unsupported("an update by an aggregation pipeline");
        }
    }

    private static void checkCollation(Document query) {
        if (query.get("collation") instanceof Document collation && !"simple".equals(collation.get("locale"))) {
            throw Refusal.unsupported("collation");
        }
    }

    private static void refuseAny(Set<String> options, Document query, String kind) {
        query.forEach((name, value) -> {
            if (options.contains(name) && value != null && !Boolean.FALSE.equals(value)) {
                throw Refusal.unsupported("the " + kind + " " + name);
            }
        });
    }

    /** The documents of a list; none when it is not a list. */
    static List<Document> documents(@Nullable Object list) {
        return list instanceof Collection<?> elements
                ? elements.stream()
                        .filter(Document.class::isInstance)
                        .map(Document.class::cast)
                        .toList()
                : List.of();
    }
}
