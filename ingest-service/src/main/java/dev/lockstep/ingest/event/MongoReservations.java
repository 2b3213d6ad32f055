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
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.bson.Document;

/**
 * Collections {@code reservations} ({@code _id} = {@code <source>/<eventId>}) and {@code batches}. Small requests that come at
 * the same time share one command and one commit.
 */
public final class MongoReservations implements Reservations {
    private static final long KEPT_DAYS = 8;
    /** Requests that share a command. */
    private static final int TOGETHER = 64;
    /** A request with more events than this fills a command by itself. */
    private static final int SMALL = 50;

    private final MongoCollection<Document> reservations;
    private final MongoCollection<Document> batches;
    private final Gathering<Claim, Map<String, Holder>> claims = new Gathering<>(TOGETHER, this::take);
    private final Gathering<Document, Boolean> marks = new Gathering<>(TOGETHER, this::mark);

    /** What one request wants to reserve. */
    private record Claim(String source, String batch, Map<String, String> hashes, Instant at) {
        List<Document> documents() {
            Date date = Date.from(at);
            return hashes.entrySet().stream().map(entry -> new Document("_id", source + "/" + entry.getKey())
                    .append("hash", entry.getValue()).append("batch", batch).append("at", date)).toList();
        }
    }

    public MongoReservations(MongoDatabase database) {
        this.reservations = database.getCollection("reservations");
        this.batches = database.getCollection("batches");
        IndexOptions expiry = new IndexOptions().expireAfter(KEPT_DAYS, TimeUnit.DAYS);
        reservations.createIndex(new Document("at", 1), expiry);
        batches.createIndex(new Document("at", 1), expiry);
    }

    @Override
    public Map<String, Holder> reserve(String source, String batch, Map<String, String> hashes, Instant at) {
        if (hashes.isEmpty()) {
            return Map.of();
        }
        Claim claim = new Claim(source, batch, hashes, at);
        return hashes.size() > SMALL ? take(List.of(claim)).getFirst() : claims.ask(claim);
    }

    private List<Map<String, Holder>> take(List<Claim> together) {
        List<Document> documents = together.stream().flatMap(claim -> claim.documents().stream()).toList();
        try {
            reservations.insertMany(documents, new InsertManyOptions().ordered(false));
            return Collections.nCopies(together.size(), Map.of());
        } catch (MongoBulkWriteException e) {
            Set<Integer> refused = new HashSet<>();
            for (BulkWriteError error : e.getWriteErrors()) {
                if (error.getCategory() != ErrorCategory.DUPLICATE_KEY) {
                    throw e;
                }
                refused.add(error.getIndex());
            }
            if (refused.isEmpty()) {
                throw e;
            }
            return holders(together, documents, refused);
        }
    }

    private List<Map<String, Holder>> holders(List<Claim> together, List<Document> documents, Set<Integer> refused) {
        Map<String, Holder> holders = new HashMap<>();
        reservations.find(in("_id", refused.stream().map(index -> documents.get(index).getString("_id")).distinct().toList()))
                .forEach(held -> holders.put(held.getString("_id"),
                        new Holder(held.getString("hash"), held.getString("batch"), held.getDate("at").toInstant())));
        List<Map<String, Holder>> answers = new ArrayList<>();
        int index = 0;
        for (Claim claim : together) {
            Map<String, Holder> taken = new HashMap<>();
            for (String id : claim.hashes().keySet()) {
                Holder holder = refused.contains(index++) ? holders.get(claim.source() + "/" + id) : null;
                if (holder != null) {
                    taken.put(id, holder);
                }
            }
            answers.add(taken);
        }
        return answers;
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
        marks.ask(new Document("_id", batch).append("fate", fate.name()).append("at", Date.from(at)));
    }

    private List<Boolean> mark(List<Document> together) {
        batches.insertMany(together, new InsertManyOptions().ordered(false));
        return Collections.nCopies(together.size(), true);
    }
}
