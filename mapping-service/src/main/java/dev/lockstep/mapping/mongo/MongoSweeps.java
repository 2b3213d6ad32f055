package dev.lockstep.mapping.mongo;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Updates;
import dev.lockstep.kit.store.Indexes;
import dev.lockstep.mapping.planning.SweepStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** Collection {@code sweeps}: one document per walk; {@code state} is open, ended or cancelled. */
final class MongoSweeps implements SweepStore {
    private static final String COLLECTION = "sweeps";
    private static final Bson OPEN = Filters.eq("state", "open");
    private final MongoCollection<Document> sweeps;

    MongoSweeps(MongoDatabase database) {
        sweeps = database.getCollection(COLLECTION);
    }

    static Indexes indexes(Indexes indexes) {
        return indexes.on(COLLECTION, "state").on(COLLECTION, "app", "state");
    }

    @Override
    public void begin(Sweep sweep) {
        try {
            sweeps.insertOne(new Document("_id", sweep.id()).append("app", sweep.app()).append("syncId", sweep.syncId())
                    .append("initiator", sweep.initiator()).append("startedAt", Documents.date(sweep.startedAt()))
                    .append("cursor", sweep.cursor()).append("total", sweep.total()).append("state", "open")
                    .append("evaluated", List.of()).append("partitions", 0).append("markersSent", false)
                    .append("heldUntil", Documents.date(Instant.EPOCH)));
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
                throw e;
            }
        }
    }

    @Override
    public Optional<Sweep> byId(String id) {
        return Optional.ofNullable(sweeps.find(Filters.eq("_id", id)).map(MongoSweeps::read).first());
    }

    @Override
    public List<Sweep> claim(String owner, Instant now, Instant until) {
        List<String> open = sweeps.find(OPEN).map(document -> document.getString("_id")).into(new ArrayList<>());
        List<Sweep> claimed = new ArrayList<>();
        for (String id : open) {
            Bson free = Filters.or(Filters.lt("heldUntil", Documents.date(now)), Filters.eq("owner", owner));
            Document document = sweeps.findOneAndUpdate(Filters.and(Filters.eq("_id", id), OPEN, free),
                    Updates.combine(Updates.set("owner", owner), Updates.set("heldUntil", Documents.date(until))),
                    new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER));
            if (document != null) {
                claimed.add(read(document));
            }
        }
        return claimed;
    }

    private static Bson held(String id, String owner) {
        return Filters.and(Filters.eq("_id", id), OPEN, Filters.eq("owner", owner));
    }

    @Override
    public boolean advance(String id, String owner, @Nullable String cursor, long total, Instant until) {
        return sweeps.updateOne(held(id, owner), Updates.combine(Updates.set("cursor", cursor), Updates.set("total", total),
                Updates.set("heldUntil", Documents.date(until)))).getMatchedCount() == 1;
    }

    @Override
    public boolean end(String id, String owner, long total, int partitions) {
        return sweeps.updateOne(held(id, owner), Updates.combine(Updates.set("state", "ended"), Updates.set("total", total),
                Updates.max("partitions", partitions))).getMatchedCount() == 1;
    }

    @Override
    public Optional<Sweep> evaluated(String id, int partition, int partitions) {
        return Optional.ofNullable(sweeps.findOneAndUpdate(
                Filters.and(Filters.eq("_id", id), Filters.in("state", "open", "ended")),
                Updates.combine(Updates.addToSet("evaluated", partition), Updates.max("partitions", partitions)),
                new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER))).map(MongoSweeps::read);
    }

    @Override
    public void markersSent(String id) {
        sweeps.updateOne(Filters.eq("_id", id), Updates.set("markersSent", true));
    }

    @Override
    public void counted(String id, int removals) {
        sweeps.updateOne(Filters.eq("_id", id), Updates.set("removals", removals));
    }

    @Override
    public OptionalInt removals(String id) {
        Document sweep = sweeps.find(Filters.eq("_id", id)).first();
        Integer counted = sweep == null ? null : sweep.getInteger("removals");
        return counted == null ? OptionalInt.empty() : OptionalInt.of(counted);
    }

    @Override
    public long open() {
        return sweeps.countDocuments(OPEN);
    }

    @Override
    public void cancelOthers(String app, String keep, boolean syncsToo) {
        Bson others = Filters.and(Filters.eq("app", app), Filters.in("state", "open", "ended"), Filters.ne("_id", keep));
        sweeps.updateMany(syncsToo ? others : Filters.and(others, Filters.eq("syncId", null)), Updates.set("state", "cancelled"));
    }

    private static Sweep read(Document document) {
        return new Sweep(document.getString("_id"), document.getString("app"), document.getString("syncId"),
                document.getString("initiator"), Documents.instant(document, "startedAt"), document.getString("cursor"),
                Documents.number(document, "total"), !"open".equals(document.getString("state")),
                new HashSet<>(document.getList("evaluated", Integer.class)), document.getInteger("partitions"),
                document.getBoolean("markersSent"));
    }
}
