package dev.lockstep.writer.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Sorts.ascending;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.WriteModel;
import dev.lockstep.contracts.Lane;
import dev.lockstep.contracts.ObjectType;
import dev.lockstep.kit.store.Indexes;
import dev.lockstep.writer.account.Due;
import dev.lockstep.writer.account.Row;
import dev.lockstep.writer.account.RowWrite;
import dev.lockstep.writer.account.StoredFact;
import dev.lockstep.writer.account.WorkTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** The collection {@code work}. */
public final class MongoWorkTable implements WorkTable {
    private static final int DUPLICATE_KEY = 11000;
    private static final int PAGE = 500;
    private static final List<String> TYPES = List.of("transient", "permanent", "conflict", "appWide");
    private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);

    /** Not what only hangs on something: one element within the bounds, so that the index is read between them. */
    private static final Bson WAITS = new Document("waitsFor", new Document("$elemMatch", new Document("$gt", "").append("$lt", Row.Standing.HANGS_ON)));

    private final MongoCollection<Document> work;

    public MongoWorkTable(MongoDatabase database) {
        this.work = database.getCollection("work");
    }

    public static Indexes indexes(Indexes indexes) {
        return indexes.on("work", "slot", "dueAt").on("work", "app", "syncId", "syncSettled", "syncFailed").on("work", "app", "targetId")
                .on("work", "app", "dueAt").on("work", "state", "_id").on("work", "waitsFor").on("work", "app", "waitsSince", "_id").on("work", "waitsSince", "_id").on("work", "userName").on("work", "objectId").on("work", "error.type", "_id");
    }

    @Override
    public Map<String, Row> read(Collection<String> keys) {
        Map<String, Row> rows = new HashMap<>();
        work.find(in("_id", keys)).forEach(document -> rows.put(document.getString("_id"), RowDocuments.row(document)));
        return rows;
    }

    @Override
    public Set<String> write(List<? extends RowWrite> writes) {
        if (writes.isEmpty()) {
            return Set.of();
        }
        List<WriteModel<Document>> models = new ArrayList<>(writes.size());
        int inserts = 0;
        for (RowWrite write : writes) {
            models.add(RowUpdates.model(write));
            inserts += write instanceof RowWrite.Insert ? 1 : 0;
        }
        Set<String> refused = new HashSet<>();
        int matched;
        try {
            matched = work.bulkWrite(models, UNORDERED).getMatchedCount();
        } catch (MongoBulkWriteException e) {
            for (BulkWriteError error : e.getWriteErrors()) {
                if (error.getCode() != DUPLICATE_KEY) {
                    throw e;
                }
                refused.add(writes.get(error.getIndex()).key());
            }
            matched = e.getWriteResult().getMatchedCount();
        }
        if (matched < writes.size() - inserts) {
            refused.addAll(without(writes));
        }
        return refused;
    }

    /** A batch only tells how many guards held. Which did not is rare to ask, and read from the rows. */
    private Set<String> without(List<? extends RowWrite> writes) {
        List<String> keys = writes.stream().filter(w -> !(w instanceof RowWrite.Insert)).map(RowWrite::key).toList();
        Map<String, Document> found = new HashMap<>();
        work.find(in("_id", keys)).projection(include("v", "epoch", "intent", "stamp", "dueAt", "desire", "permit", "state", "settledV", "recheck", "targetId"))
                .forEach(document -> found.put(document.getString("_id"), document));
        Set<String> refused = new HashSet<>();
        for (RowWrite write : writes) {
            if (!(write instanceof RowWrite.Insert) && !RowUpdates.isIn(write, found.get(write.key()))) {
                refused.add(write.key());
            }
        }
        return refused;
    }

    @Override
    public List<Row> due(Collection<Integer> slots, long now, int limit) {
        return rows(work.find(and(in("slot", slots), lte("dueAt", now))).sort(ascending("dueAt")).limit(limit));
    }

    @Override
    public boolean anyParked(Collection<Integer> slots) {
        return work.find(and(in("slot", slots), gte("dueAt", Due.PARKED), lt("dueAt", Due.SETTLED))).projection(include("_id")).limit(1).first() != null;
    }

    @Override
    public List<Row> parked(String app, Collection<Integer> slots, int limit) {
        return rows(work.find(and(eq("app", app), gte("dueAt", Due.PARKED), lt("dueAt", Due.SETTLED), in("slot", slots)))
                .sort(ascending("dueAt")).limit(limit));
    }

    @Override
    public void park(String app, Collection<Integer> slots, long now, boolean butOnDemand) {
        Bson due = and(eq("app", app), lte("dueAt", now), in("slot", slots));
        work.updateMany(butOnDemand ? and(due, ne("lane", Lane.ON_DEMAND.name())) : due,
                new Document("$set", new Document("dueAt", Due.PARKED)));
    }

    @Override
    public long wake(Collection<String> linked, long now) {
        return work.updateMany(and(in("waitsFor", linked), gte("dueAt", Due.SETTLED)),
                new Document("$set", new Document("dueAt", now))).getModifiedCount();
    }

    @Override
    public long wakeMembers(Collection<String> groups, long now) {
        long woken = 0;
        for (String group : groups) {
            woken += work.updateMany(and(gt("_id", group + "/"), lt("_id", group + "0"), gte("dueAt", Due.SETTLED), ne("state", Row.State.DELETED.name())),
                    new Document("$set", new Document("dueAt", now))).getModifiedCount();
        }
        return woken;
    }

    @Override
    public Set<String> awaited() {
        return work.distinct("waitsFor", WAITS, String.class).into(new HashSet<>());
    }

    @Override
    public List<Row> waiting(@Nullable String app, @Nullable Place after, int limit) {
        List<Row> found = new ArrayList<>();
        if (after != null) {
            found.addAll(waiting(app, and(eq("waitsSince", after.since()), gt("_id", after.key())), limit));
        }
        if (found.size() < limit) {
            found.addAll(waiting(app, gt("waitsSince", after == null ? 0L : after.since()), limit - found.size()));
        }
        return found;
    }

    private List<Row> waiting(@Nullable String app, Bson range, int limit) {
        return rows(work.find(app == null ? range : and(eq("app", app), range)).sort(ascending("waitsSince", "_id")).limit(limit));
    }

    /** Rows of versions that did not keep since when they wait: their last change counts. */
    public static void upgrade(MongoDatabase database) {
        MongoCollection<Document> work = database.getCollection("work");
        List<WriteModel<Document>> missing = new ArrayList<>();
        work.find(and(WAITS, eq("waitsSince", null))).projection(include("updatedAt")).forEach(d -> missing.add(new UpdateOneModel<>(
                and(eq("_id", d.getString("_id")), eq("waitsSince", null)), new Document("$set", new Document("waitsSince", d.getLong("updatedAt"))))));
        for (int from = 0; from < missing.size(); from += PAGE) {
            work.bulkWrite(missing.subList(from, Math.min(missing.size(), from + PAGE)), UNORDERED);
        }
    }

    @Override
    public Map<String, String> links(Collection<String> keys) {
        Map<String, String> links = new HashMap<>();
        work.find(in("_id", keys)).projection(include("targetId")).forEach(document -> {
            if (document.getString("targetId") != null) {
                links.put(document.getString("_id"), document.getString("targetId"));
            }
        });
        return links;
    }

    @Override
    public Optional<String> linkedTo(String app, ObjectType type, String targetId) {
        return Optional.ofNullable(work.find(and(eq("app", app), eq("targetId", targetId), eq("type", RowDocuments.type(type)))).projection(include("_id")).first())
                .map(document -> document.getString("_id"));
    }

    @Override
    public Map<String, Row> holders(String app, Collection<String> targetIds) {
        Map<String, Row> holders = new HashMap<>();
        rows(work.find(and(eq("app", app), in("targetId", targetIds), eq("type", null)))).forEach(row -> holders.put(row.standing().targetId(), row));
        return holders;
    }

    @Override
    public void unrelayed(int slot, long since, long before, Consumer<List<StoredFact>> found) {
        for (Bson range : List.of(gt("dueAt", Due.settled(since - 1)), lt("dueAt", Due.SETTLED))) {
            List<StoredFact> facts = new ArrayList<>();
            work.find(and(eq("slot", slot), range, lt("epoch", before))).projection(include("facts", "superseded")).forEach(document -> {
                facts.addAll(RowDocuments.facts(document, "facts"));
                facts.addAll(RowDocuments.facts(document, "superseded"));
                if (facts.size() >= PAGE) {
                    found.accept(List.copyOf(facts));
                    facts.clear();
                }
            });
            if (!facts.isEmpty()) {
                found.accept(facts);
            }
        }
    }

    @Override
    public void fence(int slot, long epoch) {
        long between = epoch - 1;
        work.updateMany(and(eq("slot", slot), lt("dueAt", Due.SETTLED), exists("intent"), lt("epoch", between)), new Document("$set", new Document("epoch", between)));
    }

    @Override
    public List<Row> unburied(@Nullable String after, int limit) {
        Bson deleted = and(eq("state", Row.State.DELETED.name()), exists("desire"));
        return rows(work.find(after == null ? deleted : and(deleted, gt("_id", after))).sort(ascending("_id")).limit(limit));
    }

    @Override
    public List<Row> list(Listing listing) {
        List<Bson> filters = new ArrayList<>();
        if (listing.app() != null) {
            filters.add(and(gt("_id", listing.after() != null ? listing.after() : listing.app() + "/"), lt("_id", listing.app() + "0")));
        } else if (listing.after() != null) {
            filters.add(gt("_id", listing.after()));
        } else if (listing.state() != null) {
            filters.add(gt("_id", ""));
        }
        if (listing.state() != null) {
            filters.add(eq("state", listing.state().name()));
        }
        if (listing.text() != null) {
            return byText(listing, filters);
        }
        return rows(work.find(filters.isEmpty() ? gt("_id", "") : and(filters)).sort(ascending("_id")).limit(listing.limit()));
    }

    /** Two questions, each with an index of its own. */
    private List<Row> byText(Listing listing, List<Bson> filters) {
        String text = String.valueOf(listing.text());
        Map<String, Row> found = new java.util.TreeMap<>();
        for (Bson person : List.of(eq("userName", RowDocuments.searchable(text)), eq("objectId", text))) {
            List<Bson> all = new ArrayList<>(filters);
            all.add(person);
            rows(work.find(and(all)).sort(ascending("_id")).limit(listing.limit())).forEach(row -> found.put(row.key(), row));
        }
        return found.values().stream().limit(listing.limit()).toList();
    }

    @Override
    public List<Row> failing(Trouble trouble) {
        List<Bson> filters = new ArrayList<>();
        String from = trouble.after() != null ? trouble.after() : trouble.app() != null ? trouble.app() + "/" : "";
        filters.add(gt("_id", from));
        if (trouble.app() != null) {
            filters.add(lt("_id", trouble.app() + "0"));
        }
        if (trouble.code() != null) {
            filters.add(eq("error.code", trouble.code()));
        }
        if (trouble.since() > 0) {
            filters.add(gte("updatedAt", trouble.since()));
        }
        if (trouble.until() < Long.MAX_VALUE) {
            filters.add(lt("updatedAt", trouble.until()));
        }
        if (trouble.user() != null) {
            filters.add(com.mongodb.client.model.Filters.or(eq("userName", RowDocuments.searchable(trouble.user())), eq("objectId", trouble.user())));
        }
        // One range of the index for each type, merged in key order.
        Map<String, Row> found = new java.util.TreeMap<>();
        for (String type : trouble.type() == null ? TYPES : List.of(trouble.type())) {
            List<Bson> all = new ArrayList<>(filters);
            all.add(eq("error.type", type));
            if (trouble.cause() == null) {
                rows(work.find(and(all)).sort(ascending("_id")).limit(trouble.limit())).forEach(row -> found.put(row.key(), row));
            } else {
                causedBy(trouble.cause(), work.find(and(all)).sort(ascending("_id")).batchSize(PAGE), trouble.limit()).forEach(row -> found.put(row.key(), row));
            }
        }
        return found.values().stream().limit(trouble.limit()).toList();
    }

    /** The causes stand in the desire, where no query looks: the failures that are left are read, and nothing else. */
    private static List<Row> causedBy(String cause, Iterable<Document> documents, int limit) {
        List<Row> caused = new ArrayList<>();
        for (Document document : documents) {
            Row row = RowDocuments.row(document);
            if (row.wish() != null && row.wish().account().causes().contains(cause)) {
                caused.add(row);
                if (caused.size() >= limit) {
                    break;
                }
            }
        }
        return caused;
    }

    @Override
    public SyncCount syncCount(String app, String syncId) {
        Bson rows = and(eq("app", app), eq("syncId", syncId));
        long settled = work.countDocuments(and(rows, eq("syncSettled", true)));
        long open = work.countDocuments(and(rows, eq("syncSettled", false)));
        long failed = settled == 0 ? 0 : work.countDocuments(and(rows, eq("syncSettled", true), eq("syncFailed", true)));
        return new SyncCount(settled + open, settled, failed);
    }

    @Override
    public long countIn(String app, Row.State state) {
        Bson in = and(eq("state", state.name()), gt("_id", app + "/"), lt("_id", app + "0"));
        return work.countDocuments(state == Row.State.WAITING_FOR_REFERENCE ? and(in, ne("type", ObjectType.MEMBERSHIP.name())) : in);
    }

    @Override
    public Backlog backlog(String app) {
        Bson open = and(eq("app", app), lt("dueAt", Due.SETTLED));
        long all = work.countDocuments(open);
        long later = all == 0 ? 0 : work.countDocuments(and(open, gt("attempts", 0)));
        return new Backlog(all - later, later);
    }

    @Override
    public void removeApp(String app) {
        work.deleteMany(and(gt("_id", app + "/"), lt("_id", app + "0")));
    }

    @Override
    public void forgetLinks(String app) {
        work.updateMany(and(gt("_id", app + "/"), lt("_id", app + "0")),
                new Document("$unset", new Document("targetId", "").append("applied", "").append("waitsFor", "").append("waitsSince", "")));
    }

    private static List<Row> rows(Iterable<Document> documents) {
        List<Row> rows = new ArrayList<>();
        documents.forEach(document -> rows.add(RowDocuments.row(document)));
        return rows;
    }
}
