package dev.lockstep.ingest.event;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.Updates;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.bson.Document;

/** Collections {@code reservations} ({@code _id} = {@code <source>/<eventId>}) and {@code batches}. */
public final class MongoReservations implements Reservations {
    private static final long KEPT_DAYS = 8;
    private final MongoCollection<Document> reservations;
    private final MongoCollection<Document> batches;

    public MongoReservations(MongoDatabase database) {
        this.reservations = database.getCollection("reservations");
        this.batches = database.getCollection("batches");
        IndexOptions expiry = new IndexOptions().expireAfter(KEPT_DAYS, TimeUnit.DAYS);
        reservations.createIndex(new Document("at", 1), expiry);
        batches.createIndex(new Document("at", 1), expiry);
    }

    @Override
    public Map<String, Holder> reserve(String source, String batch, Map<String, String> hashes, Instant at) {
        Date date = Date.from(at);
        List<String> ids = new ArrayList<>(hashes.keySet());
        List<Document> documents = ids.stream().map(id -> new Document("_id", source + "/" + id)
                .append("hash", hashes.get(id)).append("batch", batch).append("at", date)).toList();
        if (documents.isEmpty()) {
            return Map.of();
        }
        try {
            reservations.insertMany(documents, new InsertManyOptions().ordered(false));
            return Map.of();
        } catch (MongoBulkWriteException e) {
            List<String> taken = new ArrayList<>();
            for (BulkWriteError error : e.getWriteErrors()) {
                if (error.getCategory() != ErrorCategory.DUPLICATE_KEY) {
                    throw e;
                }
                taken.add(ids.get(error.getIndex()));
            }
            if (taken.isEmpty()) {
                throw e;
            }
            return holders(source, taken);
        }
    }

    private Map<String, Holder> holders(String source, List<String> eventIds) {
        Map<String, Holder> holders = new HashMap<>();
        reservations.find(in("_id", eventIds.stream().map(id -> source + "/" + id).toList())).forEach(held ->
                holders.put(held.getString("_id").substring(source.length() + 1),
                        new Holder(held.getString("hash"), held.getString("batch"), held.getDate("at").toInstant())));
        return holders;
    }

    @Override
    public void takeOver(String source, String batch, Collection<String> eventIds, Instant at) {
        if (!eventIds.isEmpty()) {
            reservations.bulkWrite(eventIds.stream().map(id -> new UpdateOneModel<Document>(eq("_id", source + "/" + id),
                    Updates.combine(Updates.set("batch", batch), Updates.set("at", Date.from(at))))).toList());
        }
    }

    @Override
    public Map<String, Fate> fates(Collection<String> asked) {
        Map<String, Fate> fates = new HashMap<>();
        asked.forEach(batch -> fates.put(batch, Fate.OPEN));
        batches.find(in("_id", asked)).forEach(batch -> fates.put(batch.getString("_id"), Fate.valueOf(batch.getString("fate"))));
        return fates;
    }

    @Override
    public void settle(String batch, Fate fate, Instant at) {
        batches.insertOne(new Document("_id", batch).append("fate", fate.name()).append("at", Date.from(at)));
    }
}
