package dev.lockstep.writer.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.ne;

import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.WriteModel;
import dev.lockstep.writer.account.Due;
import dev.lockstep.writer.account.Row;
import dev.lockstep.writer.account.RowWrite;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** Guarded writes as filter and update, and how to tell from a row whether a write took effect. */
final class RowUpdates {
    private RowUpdates() {
    }

    static WriteModel<Document> model(RowWrite write) {
        return switch (write) {
            case RowWrite.Insert insert -> new InsertOneModel<>(RowDocuments.whole(insert.row()));
            case RowWrite.NewWish wish -> newWish(wish);
            case RowWrite.Claim claim -> {
                Document set = new Document();
                claim(set, claim);
                yield update(and(eq("_id", claim.key()), eq("v", claim.version()), lte("epoch", claim.epoch()), seen(claim.seen())), set, new Document());
            }
            case RowWrite.Settle settle -> settle(settle);
            case RowWrite.Learned learned -> update(held(learned.key(), learned.opId(), learned.epoch()),
                    new Document("targetId", learned.targetId()).append("applied", RowDocuments.values(learned.applied())), new Document());
            case RowWrite.Release release -> {
                Document set = new Document("dueAt", release.dueAt());
                RowDocuments.progress(set, release.progress());
                yield update(and(held(release.key(), release.opId(), release.epoch()), eq("v", release.version()), eq("intent.startBy", release.startBy())), set, new Document("intent", ""));
            }
            case RowWrite.Permitted permitted -> update(held(permitted.key(), permitted.version()),
                    new Document("permit", RowDocuments.permit(permitted.version(), permitted.by())).append("state", Row.State.PENDING.name())
                            .append("dueAt", permitted.dueAt()), new Document("error", "").append("failingSince", ""));
            case RowWrite.Again again -> {
                Document set = new Document("recheck", RowDocuments.recheck(again.why())).append("dueAt", again.dueAt());
                RowDocuments.progress(set, new Row.Progress(again.part(), 0, 0, 0, !again.forget()));
                Document unset = new Document();
                if (again.forget()) {
                    unset.append("targetId", "").append("applied", "");
                }
                yield update(and(quiet(again.key(), again.version(), again.link()), ne("state", Row.State.HELD.name())), set, unset);
            }
            case RowWrite.Reread reread -> {
                Document set = new Document("dueAt", reread.dueAt());
                RowDocuments.progress(set, new Row.Progress(reread.part(), 0, 0, 0, true));
                yield update(and(quiet(reread.key(), reread.version(), reread.link()), ne("state", Row.State.HELD.name())), set, new Document());
            }
            case RowWrite.Accepted accepted -> update(quiet(accepted.key(), accepted.version(), accepted.link()),
                    new Document("applied", RowDocuments.values(accepted.applied())), new Document());
            case RowWrite.Unlinked unlinked -> update(quiet(unlinked.key(), unlinked.version(), unlinked.link()),
                    new Document("state", Row.State.OUT_OF_SCOPE.name()).append("updatedAt", unlinked.at()),
                    new Document("targetId", "").append("applied", "").append("waitsFor", "").append("waitsSince", ""));
            case RowWrite.Rejected rejected -> update(held(rejected.key(), rejected.version()),
                    new Document("state", Row.State.ACTIVE.name()).append("settledV", rejected.version()).append("updatedAt", rejected.at()).append("failingSince", rejected.at())
                            .append("error", RowDocuments.error(rejected.why())), new Document("recheck", ""));
            case RowWrite.Bury bury -> update(and(eq("_id", bury.key()), eq("v", bury.version()), gte("dueAt", Due.SETTLED)),
                    new Document("userName", "").append("state", Row.State.DELETED.name()).append("facts", java.util.List.of()),
                    new Document("desire", "").append("applied", "").append("targetId", "").append("error", "").append("failingSince", "").append("superseded", "").append("doubt", ""));
        };
    }

    private static WriteModel<Document> newWish(RowWrite.NewWish write) {
        Bson guard = and(eq("_id", write.key()), eq("v", write.replaces()), seen(write.seen()));
        Document set = new Document("superseded", RowDocuments.facts(write.superseded()));
        RowDocuments.wish(set, write.wish());
        RowDocuments.sync(set, write.sync());
        if (write.progress() != null) {
            RowDocuments.progress(set, write.progress());
        }
        if (write.claim() != null) {
            guard = and(guard, lte("epoch", write.claim().epoch()));
            claim(set, write.claim());
        } else {
            set.append("dueAt", write.dueAt());
        }
        if (write.doubt() != null) {
            set.append("doubt", RowDocuments.doubt(write.doubt()));
        }
        Document unset = new Document("recheck", "");
        if (write.clears() != null) {
            guard = and(guard, eq("intent.opId", write.clears()));
            if (write.claim() == null) {
                unset.append("intent", "");
            }
        }
        return update(guard, set, unset);
    }

    private static Bson seen(RowWrite.Seen seen) {
        Row.Intent intent = seen.intent();
        return intent == null ? and(eq("epoch", seen.epoch()), eq("intent", null))
                : and(eq("epoch", seen.epoch()), eq("intent.opId", intent.opId()), eq("intent.startBy", intent.startBy()));
    }

    private static void claim(Document set, RowWrite.Claim claim) {
        set.append("intent", RowDocuments.intent(claim.intent())).append("epoch", claim.epoch()).append("dueAt", claim.dueAt());
    }

    private static WriteModel<Document> settle(RowWrite.Settle write) {
        Bson guard = held(write.key(), write.opId(), write.epoch());
        if (!write.newerWaits()) {
            guard = and(guard, eq("v", write.version()));
        }
        Document set = new Document("stamp", write.stamp()).append("dueAt", write.dueAt()).append("facts", RowDocuments.facts(write.facts()));
        Document unset = new Document();
        RowDocuments.standing(set, write.standing(), unset);
        RowDocuments.progress(set, write.progress());
        RowDocuments.sync(set, write.sync());
        unset.append("intent", "");
        if (write.dueAt() >= Due.SETTLED && write.standing().state() != Row.State.HELD) {
            unset.append("recheck", "");
        }
        if (write.doubt() == null) {
            unset.append("doubt", "");
        } else {
            set.append("doubt", RowDocuments.doubt(write.doubt()));
        }
        return update(guard, set, unset);
    }

    private static Bson held(String key, String opId, long epoch) {
        return and(eq("_id", key), eq("epoch", epoch), eq("intent.opId", opId));
    }

    private static Bson held(String key, long version) {
        return and(eq("_id", key), eq("v", version), eq("state", Row.State.HELD.name()));
    }

    /** A row with nothing to do. */
    private static Bson quiet(String key, long version, String link) {
        return and(eq("_id", key), eq("v", version), gte("dueAt", Due.SETTLED), eq("targetId", link));
    }

    private static WriteModel<Document> update(Bson guard, Document set, Document unset) {
        Document update = new Document("$set", set);
        if (!unset.isEmpty()) {
            update.append("$unset", unset);
        }
        return new UpdateOneModel<>(guard, update);
    }

    /** Whether the row shows that the write took effect. */
    static boolean isIn(RowWrite write, @Nullable Document row) {
        if (row == null) {
            return false;
        }
        return switch (write) {
            case RowWrite.Insert insert -> true;
            case RowWrite.NewWish wish -> row.getLong("v") == wish.wish().account().version() && (wish.claim() == null || holds(row, wish.claim()));
            case RowWrite.Claim claim -> holds(row, claim);
            case RowWrite.Settle settle -> settle.stamp().equals(row.getString("stamp"));
            case RowWrite.Learned learned -> row.get("intent") instanceof Document intent && learned.opId().equals(intent.getString("opId"))
                    && row.getLong("epoch") == learned.epoch();
            case RowWrite.Release release -> row.get("intent") == null;
            case RowWrite.Permitted permitted -> row.get("permit") instanceof Document permit && permit.getLong("v") == permitted.version()
                    && permitted.by().equals(permit.getString("by"));
            case RowWrite.Rejected rejected -> row.getLong("v") == rejected.version() && Row.State.ACTIVE.name().equals(row.getString("state"))
                    && row.getLong("settledV") == rejected.version();
            case RowWrite.Again again -> row.get("recheck") instanceof Document why && again.why().run().equals(why.getString("run"));
            case RowWrite.Reread reread -> row.getLong("v") == reread.version() && row.getLong("dueAt") < Due.SETTLED;
            case RowWrite.Accepted accepted -> row.getLong("v") == accepted.version() && accepted.link().equals(row.getString("targetId"));
            case RowWrite.Unlinked unlinked -> row.getLong("v") == unlinked.version() && row.getString("targetId") == null
                    && Row.State.OUT_OF_SCOPE.name().equals(row.getString("state"));
            case RowWrite.Bury bury -> row.get("desire") == null;
        };
    }

    private static boolean holds(Document row, RowWrite.Claim claim) {
        Document intent = row.get("intent", Document.class);
        return intent != null && claim.intent().opId().equals(intent.getString("opId")) && row.getLong("epoch") == claim.epoch()
                && intent.getLong("startBy") == claim.intent().startBy();
    }
}
