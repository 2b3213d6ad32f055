package dev.lockstep.mapping.mongo;

import static dev.lockstep.mapping.mongo.Documents.number;

import dev.lockstep.contracts.Activity;
import dev.lockstep.contracts.AppConfig.Credentials;
import dev.lockstep.contracts.AppConfig.EncryptedSecret;
import dev.lockstep.contracts.AppConfig.Limits;
import dev.lockstep.contracts.AppConfig.Notifications;
import dev.lockstep.contracts.AppConfig.OnPurge;
import dev.lockstep.contracts.AppConfig.RemovalThreshold;
import dev.lockstep.contracts.AppConfig.TargetProfile;
import dev.lockstep.contracts.codec.Codec;
import dev.lockstep.mapping.app.App;
import dev.lockstep.mapping.app.App.Outbox;
import dev.lockstep.mapping.app.App.SweepOrder;
import dev.lockstep.mapping.app.Job;
import dev.lockstep.mapping.app.SchemaDraft;
import dev.lockstep.mapping.app.SchemaStamp;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.bson.Document;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;

/** An app as a document. */
final class AppDocument {
    private AppDocument() {
    }

    static Document write(App app, long revision) {
        TargetProfile profile = app.profile();
        Document document = new Document("_id", app.id())
                .append("revision", revision)
                .append("template", app.template())
                .append("name", app.name())
                .append("configVersion", app.configVersion())
                .append("job", job(app.job()))
                .append("automatic", app.automatic())
                .append("everybody", app.everybody())
                .append("groupsEnabled", app.groupsEnabled())
                .append("notifications", new Document("email", app.notifications().email()).append("onFailure", app.notifications().onFailure())
                        .append("webhook", app.notifications().webhook()))
                .append("removalThreshold", new Document("count", app.removalThreshold().count()).append("percent", app.removalThreshold().percent())
                        .append("protected", app.removalThreshold().protectedAccounts().stream().sorted().toList()))
                .append("limits", new Document("concurrency", app.limits().concurrency()).append("perSecond", app.limits().perSecond()))
                .append("onPurge", app.onPurge().name())
                .append("policies", PolicyDocument.write(app.policies()))
                .append("profile", new Document("userUpdate", profile.userUpdate().name())
                        .append("patchDialect", profile.patchDialect().name())
                        .append("booleansAsText", profile.booleansAsText())
                        .append("removal", profile.removal().name())
                        .append("filters", profile.filters())
                        .append("searchLagSeconds", profile.searchLagSeconds())
                        .append("idempotencyKey", profile.idempotencyKey())
                        .append("listReadAhead", profile.listReadAhead())
                        .append("pageSize", profile.pageSize())
                        .append("omitExternalId", profile.omitExternalId()))
                .append("schema", app.schema())
                .append("stamp", stamp(app.stamp()))
                .append("salt", app.salt())
                .append("removed", app.removed())
                .append("waiting", !app.outbox().isEmpty())
                .append("outbox", outbox(app.outbox()));
        if (app.draft() != null) {
            document.append("draft", draft(app.draft()));
        }
        if (app.tenantUrl() != null) {
            document.append("tenantUrl", app.tenantUrl());
        }
        return app.credentials() == null ? document : document.append("credentials", credentials(app.credentials()));
    }

    static App read(Document document) {
        Document notifications = document.get("notifications", Document.class);
        Document threshold = document.get("removalThreshold", Document.class);
        Document limits = document.get("limits", Document.class);
        Document profile = document.get("profile", Document.class);
        Document credentials = document.get("credentials", Document.class);
        return new App(document.getString("_id"), document.getString("template"), document.getString("name"),
                document.getString("tenantUrl"), credentials == null ? null : credentials(credentials),
                number(document, "configVersion"), job(document.get("job", Document.class)),
                document.getBoolean("automatic"), document.getBoolean("everybody"), document.getBoolean("groupsEnabled", false),
                new Notifications(notifications.getString("email"), notifications.getBoolean("onFailure"), notifications.getString("webhook")),
                new RemovalThreshold(threshold.getInteger("count"), threshold.getInteger("percent"),
                        Set.copyOf(threshold.getList("protected", String.class, List.of()))),
                new Limits(limits.getInteger("concurrency"), limits.getInteger("perSecond")),
                OnPurge.valueOf(document.getString("onPurge")),
                PolicyDocument.read(document.get("policies", Document.class)),
                new TargetProfile(TargetProfile.UserUpdate.valueOf(profile.getString("userUpdate")),
                        TargetProfile.PatchDialect.valueOf(profile.getString("patchDialect")),
                        profile.getBoolean("booleansAsText"), TargetProfile.Removal.valueOf(profile.getString("removal")),
                        profile.getBoolean("filters"), profile.getInteger("searchLagSeconds"), profile.getBoolean("idempotencyKey"),
                        profile.getBoolean("listReadAhead"), profile.getInteger("pageSize"), profile.getBoolean("omitExternalId")),
                document.getString("schema"), stamp(document.get("stamp", Document.class)),
                draftOrNull(document.get("draft", Document.class)), document.getString("salt"), document.getBoolean("removed"),
                number(document, "revision"), outbox(document.get("outbox", Document.class)));
    }

    static Document stamp(SchemaStamp stamp) {
        return new Document("number", stamp.number()).append("savedBy", stamp.savedBy()).append("savedAt", Documents.date(stamp.savedAt()))
                .append("comment", stamp.comment());
    }

    /** Apps of the first version knew no stamp: theirs is the first schema that is remembered. */
    static SchemaStamp stamp(@Nullable Document document) {
        return document == null ? new SchemaStamp(1, "unknown", Instant.EPOCH, null)
                : new SchemaStamp(number(document, "number"), document.getString("savedBy"), Documents.instant(document, "savedAt"),
                        document.getString("comment"));
    }

    private static Document draft(SchemaDraft draft) {
        return new Document("id", draft.id()).append("schema", draft.schema()).append("savedBy", draft.savedBy())
                .append("savedAt", Documents.date(draft.savedAt())).append("comment", draft.comment());
    }

    private static @Nullable SchemaDraft draftOrNull(@Nullable Document document) {
        return document == null ? null : new SchemaDraft(document.getString("id"), document.getString("schema"), document.getString("savedBy"),
                Documents.instant(document, "savedAt"), document.getString("comment"));
    }

    private static Document job(Job job) {
        Document document = new Document("status", job.provisioning().name());
        Job.Sync sync = job.current();
        return sync == null ? document : document.append("syncId", sync.id())
                .append("startedAt", Documents.date(sync.startedAt())).append("startedBy", sync.startedBy());
    }

    private static Job job(Document document) {
        String status = document.getString("status");
        if (status.equals("OFF")) {
            return Job.OFF;
        }
        Job.Sync sync = new Job.Sync(document.getString("syncId"), Documents.instant(document, "startedAt"), document.getString("startedBy"));
        return status.equals("PAUSED") ? new Job.Paused(sync) : new Job.Running(sync);
    }

    private static Document credentials(Credentials credentials) {
        EncryptedSecret secret = credentials.secret();
        return new Document("kind", credentials.kind().name())
                .append("ciphertext", secret.ciphertext()).append("field", secret.field()).append("version", secret.version())
                .append("fingerprint", secret.fingerprint()).append("changedAt", Documents.date(secret.changedAt()))
                .append("tokenEndpoint", credentials.tokenEndpoint()).append("clientId", credentials.clientId())
                .append("scopes", credentials.scopes());
    }

    private static Credentials credentials(Document document) {
        return new Credentials(Credentials.Kind.valueOf(document.getString("kind")),
                new EncryptedSecret(document.getString("ciphertext"), document.getString("field"), number(document, "version"),
                        document.getString("fingerprint"), Documents.instant(document, "changedAt")),
                document.getString("tokenEndpoint"), document.getString("clientId"), document.getList("scopes", String.class));
    }

    private static Document outbox(Outbox outbox) {
        SweepOrder order = outbox.sweep();
        return new Document("config", outbox.config())
                .append("activities", outbox.activities().stream().map(activity -> new Binary(Codec.encode(
                        Codec.envelope(activity.factId(), "mapping", activity.factId(), activity.time(), activity)))).toList())
                .append("sweep", order == null ? null : new Document("id", order.id()).append("syncId", order.syncId()).append("initiator", order.initiator()))
                .append("tombstones", outbox.tombstones());
    }

    private static Outbox outbox(Document document) {
        List<Activity> activities = document.getList("activities", Binary.class).stream()
                .map(bytes -> (Activity) Codec.decode(bytes.getData()).data()).toList();
        return new Outbox(document.getBoolean("config"), activities, order(document.get("sweep", Document.class)), document.getBoolean("tombstones"));
    }

    private static @Nullable SweepOrder order(@Nullable Document document) {
        return document == null ? null : new SweepOrder(document.getString("id"), document.getString("syncId"),
                Objects.requireNonNull(document.getString("initiator")));
    }
}
