package dev.lockstep.mapping.mongo;

import dev.lockstep.contracts.AppConfig.Confirm;
import dev.lockstep.contracts.AppConfig.Drift;
import dev.lockstep.contracts.AppConfig.Policies;
import dev.lockstep.contracts.AppConfig.Reconciliation;
import dev.lockstep.contracts.AppConfig.Retry;
import dev.lockstep.contracts.AppConfig.Vanished;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** An app's policies as a document. */
final class PolicyDocument {
    private PolicyDocument() {
    }

    static Document write(Policies policies) {
        Retry retry = policies.retry();
        Reconciliation reconciliation = policies.reconciliation();
        // Attribute paths hold dots, so they are values here and no field names.
        List<Document> attributes = new TreeMap<>(reconciliation.attributes()).entrySet().stream()
                .map(each -> new Document("path", each.getKey()).append("drift", each.getValue().name())).toList();
        return new Document("skipOutOfScopeDeletions", policies.skipOutOfScopeDeletions()).append("retry", retry == null ? null
                        : new Document("waitSeconds", retry.waitSeconds()).append("dailyUntilDay", retry.dailyUntilDay()))
                .append("confirmEffect", policies.confirmEffect().name())
                .append("reconciliation", new Document("everyHours", reconciliation.everyHours()).append("drift", reconciliation.drift().name())
                        .append("attributes", attributes).append("vanished", reconciliation.vanished().name()));
    }

    /** Apps of versions that knew no policies have the usual ones. */
    static Policies read(@Nullable Document document) {
        if (document == null) {
            return Policies.STANDARD;
        }
        Document retry = document.get("retry", Document.class);
        Document reconciliation = document.get("reconciliation", Document.class);
        Map<String, Drift> attributes = new TreeMap<>();
        reconciliation.getList("attributes", Document.class)
                .forEach(each -> attributes.put(each.getString("path"), Drift.valueOf(each.getString("drift"))));
        return new Policies(
                retry == null ? null : new Retry(retry.getList("waitSeconds", Integer.class), retry.getInteger("dailyUntilDay")),
                Confirm.valueOf(document.getString("confirmEffect")),
                new Reconciliation(reconciliation.getInteger("everyHours"), Drift.valueOf(reconciliation.getString("drift")), attributes,
                        Vanished.valueOf(reconciliation.getString("vanished"))),
                document.getBoolean("skipOutOfScopeDeletions", false));
    }
}
