package dev.lockstep.writer.mongo;

import dev.lockstep.contracts.AccountOutcome.Failure;
import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.contracts.ObjectType;
import dev.lockstep.contracts.codec.Codec;
import dev.lockstep.writer.account.Recheck;
import dev.lockstep.writer.account.Row;
import dev.lockstep.writer.account.Row.Doubt;
import dev.lockstep.writer.account.Row.Intent;
import dev.lockstep.writer.account.Row.Permit;
import dev.lockstep.writer.account.Row.Progress;
import dev.lockstep.writer.account.Row.Standing;
import dev.lockstep.writer.account.Row.State;
import dev.lockstep.writer.account.Row.Sync;
import dev.lockstep.writer.account.Row.Wish;
import dev.lockstep.writer.account.StoredFact;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bson.Document;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Rows as documents. Desires, applied values and facts are opaque bytes: nothing queries inside them. */
final class RowDocuments {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<Map<String, @Nullable Object>> VALUES = new TypeReference<>() {
    };

    private RowDocuments() {
    }

    static Document whole(Row row) {
        Document document = new Document("_id", row.key())
                .append("app", row.app()).append("objectId", row.objectId()).append("slot", row.slot()).append("born", row.born())
                .append("dueAt", row.dueAt()).append("epoch", row.epoch());
        if (row.wish() != null) {
            wish(document, row.wish());
        }
        if (row.intent() != null) {
            document.append("intent", intent(row.intent()));
        }
        if (row.doubt() != null) {
            document.append("doubt", doubt(row.doubt()));
        }
        if (row.permit() != null) {
            document.append("permit", permit(row.permit().version(), row.permit().by()));
        }
        standing(document, row.standing(), new Document());
        progress(document, row.progress());
        sync(document, row.sync());
        return document.append("facts", facts(row.facts())).append("superseded", facts(row.superseded()));
    }

    static Row row(Document document) {
        String key = document.getString("_id");
        Binary desire = document.get("desire", Binary.class);
        Wish wish = desire == null ? null : wish(desire);
        Recheck recheck = recheck(document.get("recheck", Document.class));
        wish = wish == null || recheck == null ? wish : recheck.over(wish);
        Document intent = document.get("intent", Document.class);
        return new Row(key, document.getString("app"), document.getString("objectId"), document.getInteger("slot"), document.getLong("born"),
                wish, document.getLong("v"),
                intent == null ? null : new Intent(intent.getString("opId"), intent.getString("kind"), intent.getLong("v"), intent.getLong("startBy")),
                doubt(document.get("doubt", Document.class)), permit(document.get("permit", Document.class)),
                document.getLong("epoch"), document.getLong("dueAt"), standing(document),
                new Progress(document.getInteger("part", 0), document.getInteger("attempts", 0), longOf(document, "doubtSince"),
                        document.getInteger("looks", 0), document.getBoolean("mustRead", false)),
                new Sync(document.getString("syncId"), document.getBoolean("syncSettled", true), document.getBoolean("syncFailed", false)),
                facts(document, "facts"), facts(document, "superseded"));
    }

    private static Standing standing(Document document) {
        Binary applied = document.get("applied", Binary.class);
        Document error = document.get("error", Document.class);
        return new Standing(State.valueOf(document.getString("state")), document.getString("targetId"),
                applied == null ? null : JSON.readValue(applied.getData(), VALUES), longOf(document, "settledV"),
                document.getList("waitsFor", String.class, List.of()),
                error == null ? null : new Failure(error.getString("type"), error.getString("code"), error.getString("message"),
                        error.getLong("nextAttemptAt") == null ? null : Instant.ofEpochMilli(error.getLong("nextAttemptAt"))),
                longOf(document, "updatedAt"), longOf(document, "failingSince"), longOf(document, "waitsSince"));
    }

    static void wish(Document set, Wish wish) {
        set.append("v", wish.account().version()).append("desire", new Binary(wish.envelope()))
                .append("userName", searchable(wish.account().userName())).append("lane", wish.account().lane().name());
        String type = type(wish.account().objectType());
        if (type != null) {
            set.append("type", type);
        }
    }

    /** Most rows are of people: theirs say nothing of it. */
    static @Nullable String type(ObjectType type) {
        return type == ObjectType.USER ? null : type.name();
    }

    /** People are searched for without regard to letter case. */
    static String searchable(String userName) {
        return userName.toLowerCase(Locale.ROOT);
    }

    static Document intent(Intent intent) {
        return new Document("opId", intent.opId()).append("kind", intent.kind()).append("v", intent.version()).append("startBy", intent.startBy());
    }

    static Document doubt(Doubt doubt) {
        return new Document("opId", doubt.opId()).append("desire", new Binary(doubt.wish().envelope()));
    }

    private static @Nullable Doubt doubt(@Nullable Document doubt) {
        return doubt == null ? null : new Doubt(wish(doubt.get("desire", Binary.class)), doubt.getString("opId"));
    }

    static Document permit(long version, String by) {
        return new Document("v", version).append("by", by);
    }

    private static @Nullable Permit permit(@Nullable Document permit) {
        return permit == null ? null : new Permit(permit.getLong("v"), permit.getString("by"));
    }

    static Document recheck(Recheck why) {
        return new Document("run", why.run()).append("leave", List.copyOf(why.leave()));
    }

    private static @Nullable Recheck recheck(@Nullable Document why) {
        return why == null ? null : new Recheck(why.getString("run"), java.util.Set.copyOf(why.getList("leave", String.class, List.of())));
    }

    private static Wish wish(Binary envelope) {
        return new Wish((DesiredAccount) Codec.decode(envelope.getData()).data(), envelope.getData());
    }

    static Binary values(Map<String, @Nullable Object> values) {
        return new Binary(JSON.writeValueAsBytes(values));
    }

    static void standing(Document set, Standing standing, Document unset) {
        set.append("state", standing.state().name()).append("settledV", standing.settledVersion()).append("updatedAt", standing.updatedAt());
        put(set, unset, "failingSince", standing.failingSince() == 0 ? null : standing.failingSince());
        put(set, unset, "targetId", standing.targetId());
        put(set, unset, "applied", standing.applied() == null ? null : values(standing.applied()));
        put(set, unset, "waitsFor", standing.waitsFor().isEmpty() ? null : standing.waitsFor());
        put(set, unset, "waitsSince", standing.waits() ? standing.waitingSince() : null);
        Failure error = standing.lastError();
        put(set, unset, "error", error == null ? null : error(error));
    }

    static Document error(Failure error) {
        return new Document("type", error.type()).append("code", error.code()).append("message", error.message())
                .append("nextAttemptAt", error.nextAttemptAt() == null ? null : error.nextAttemptAt().toEpochMilli());
    }

    private static void put(Document set, Document unset, String field, @Nullable Object value) {
        if (value == null) {
            unset.append(field, "");
        } else {
            set.append(field, value);
        }
    }

    static void progress(Document set, Progress progress) {
        set.append("part", progress.part()).append("attempts", progress.attempts()).append("doubtSince", progress.doubtSince())
                .append("looks", progress.looks()).append("mustRead", progress.mustRead());
    }

    static void sync(Document set, Sync sync) {
        if (sync.id() != null) {
            set.append("syncId", sync.id()).append("syncSettled", sync.settled()).append("syncFailed", sync.failed());
        }
    }

    static List<Document> facts(List<StoredFact> facts) {
        return facts.stream().map(f -> new Document("id", f.id()).append("seq", f.seq()).append("b", new Binary(f.envelope()))).toList();
    }

    static List<StoredFact> facts(Document document, String field) {
        return document.getList(field, Document.class, List.of()).stream()
                .map(f -> new StoredFact(f.getString("id"), f.getLong("seq"), f.get("b", Binary.class).getData())).toList();
    }

    private static long longOf(Document document, String field) {
        Long value = document.getLong(field);
        return value == null ? 0 : value;
    }
}
