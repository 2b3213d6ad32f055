package dev.lockstep.mapping.mongo;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.WriteModel;
import dev.lockstep.kit.store.Indexes;
import dev.lockstep.mapping.shadow.ShadowStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * Collections {@code shadowRuns}, one document per pair of rules, and {@code shadowEntries}, one per run and person,
 * {@code _id} = {@code <run>/<objectId>}. One index has the marks and serves the counts, one has the persons and serves the pages.
 */
final class MongoShadows implements ShadowStore {
    private static final String RUNS = "shadowRuns";
    private static final String ENTRIES = "shadowEntries";
    private static final int DUPLICATE_KEY = 11000;
    private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);
    private final MongoCollection<Document> runs;
    private final MongoCollection<Document> entries;

    MongoShadows(MongoDatabase database) {
        runs = database.getCollection(RUNS);
        entries = database.getCollection(ENTRIES);
    }

    static Indexes indexes(Indexes indexes) {
        return indexes.on(ENTRIES, "run", "marks").on(ENTRIES, "run", "object");
    }

    private static String id(String run, String object) {
        return run + "/" + object;
    }

    @Override
    public void begin(Run run) {
        try {
            runs.insertOne(new Document("_id", run.id()).append("app", run.app()).append("startedAt", Documents.date(run.startedAt()))
                    .append("walked", 0L).append("live", 0L).append("marks", List.of()).append("heldUntil", Documents.date(Instant.EPOCH)));
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
                throw e;
            }
        }
    }

    @Override
    public Optional<Run> run(String id) {
        return Optional.ofNullable(runs.find(Filters.eq("_id", id)).map(MongoShadows::run).first());
    }

    @Override
    public List<Run> open(Collection<String> ids) {
        return runs.find(Filters.and(Filters.in("_id", ids), Filters.eq("dissolvedAt", null))).map(MongoShadows::run).into(new ArrayList<>());
    }

    @Override
    public List<Run> all() {
        return runs.find().map(MongoShadows::run).into(new ArrayList<>());
    }

    private static Bson walking(String id, Bson held) {
        return Filters.and(Filters.eq("_id", id), Filters.eq("endedAt", null), Filters.eq("dissolvedAt", null), held);
    }

    @Override
    public boolean claim(String id, String owner, Instant now, Instant until) {
        Bson free = Filters.or(Filters.lt("heldUntil", Documents.date(now)), Filters.eq("owner", owner));
        return runs.updateOne(walking(id, free), Updates.combine(Updates.set("owner", owner), Updates.set("heldUntil", Documents.date(until))))
                .getMatchedCount() == 1;
    }

    @Override
    public boolean advance(String id, String owner, String cursor, long walked, Instant until) {
        return runs.updateOne(walking(id, Filters.eq("owner", owner)), Updates.combine(Updates.set("cursor", cursor), Updates.set("walked", walked),
                Updates.set("heldUntil", Documents.date(until)))).getMatchedCount() == 1;
    }

    @Override
    public boolean end(String id, String owner, long walked, Instant at) {
        return runs.updateOne(walking(id, Filters.eq("owner", owner)), Updates.combine(Updates.set("walked", walked),
                Updates.set("endedAt", Documents.date(at)))).getMatchedCount() == 1;
    }

    @Override
    public Map<String, String> stamps(String run, Collection<String> objects) {
        Map<String, String> stamps = new HashMap<>();
        for (Document document : entries.find(Filters.in("_id", objects.stream().map(object -> id(run, object)).toList()))
                .projection(Projections.include("object", "stamp"))) {
            stamps.put(document.getString("object"), document.getString("stamp"));
        }
        return stamps;
    }

    @Override
    public void walked(String run, Collection<Step> steps) {
        List<WriteModel<Document>> writes = new ArrayList<>();
        for (Step step : steps) {
            String id = id(run, step.entry().objectId());
            Bson unchanged = step.seen() == null ? null : Filters.and(Filters.eq("_id", id), Filters.eq("stamp", step.seen()));
            boolean affected = !step.entry().finding().isSame();
            if (affected) {
                Document document = MongoShadowEntry.write(id, run, step.entry());
                writes.add(unchanged == null ? new InsertOneModel<>(document) : new ReplaceOneModel<>(unchanged, document));
            } else if (unchanged != null) {
                writes.add(new DeleteOneModel<>(unchanged));
            }
        }
        mark(run, steps.stream().map(Step::entry).toList(), 0);
        write(writes);
    }

    @Override
    public void changed(String run, Collection<Entry> changed, boolean walking) {
        List<WriteModel<Document>> writes = new ArrayList<>();
        for (Entry entry : changed) {
            String id = id(run, entry.objectId());
            writes.add(entry.finding().isSame() && !walking ? new DeleteOneModel<>(Filters.eq("_id", id))
                    : new ReplaceOneModel<>(Filters.eq("_id", id), MongoShadowEntry.write(id, run, entry), new ReplaceOptions().upsert(true)));
        }
        mark(run, changed, changed.size());
        write(writes);
    }

    /** Marks are known before any entry has them: a count leaves none out. */
    private void mark(String run, Collection<Entry> found, int live) {
        Set<String> marks = new HashSet<>();
        found.forEach(entry -> marks.addAll(entry.finding().marks()));
        if (!marks.isEmpty() || live > 0) {
            runs.updateOne(Filters.eq("_id", run), Updates.combine(Updates.addEachToSet("marks", List.copyOf(marks)), Updates.inc("live", (long) live)));
        }
    }

    /** Somebody else's newer entry under the same id is what the guards are for. */
    private void write(List<WriteModel<Document>> writes) {
        if (writes.isEmpty()) {
            return;
        }
        try {
            entries.bulkWrite(writes, UNORDERED);
        } catch (MongoBulkWriteException e) {
            if (e.getWriteErrors().isEmpty() || !e.getWriteErrors().stream().allMatch(error -> error.getCode() == DUPLICATE_KEY)) {
                throw e;
            }
        }
    }

    @Override
    public long count(String run, String mark) {
        return entries.countDocuments(Filters.and(Filters.eq("run", run), Filters.eq("marks", mark)));
    }

    @Override
    public List<Entry> page(String run, String mark, @Nullable String after, int limit) {
        Bson filter = Filters.and(Filters.eq("run", run), Filters.eq("marks", mark));
        return entries.find(after == null ? filter : Filters.and(filter, Filters.gt("object", after)))
                .sort(Sorts.ascending("run", "object")).limit(limit).map(MongoShadowEntry::read).into(new ArrayList<>());
    }

    @Override
    public void dissolve(String run, Instant at) {
        runs.updateOne(Filters.eq("_id", run), Updates.set("dissolvedAt", Documents.date(at)));
    }

    @Override
    public boolean clear(String run, int limit) {
        List<String> ids = entries.find(Filters.eq("run", run)).projection(Projections.include("_id")).limit(limit)
                .map(document -> document.getString("_id")).into(new ArrayList<>());
        if (!ids.isEmpty()) {
            entries.deleteMany(Filters.in("_id", ids));
        }
        return !ids.isEmpty();
    }

    @Override
    public void forget(String run) {
        runs.deleteOne(Filters.eq("_id", run));
    }

    private static Run run(Document document) {
        return new Run(document.getString("_id"), document.getString("app"), Documents.instant(document, "startedAt"), document.getString("cursor"),
                Documents.number(document, "walked"), instantOrNull(document, "endedAt"), Documents.number(document, "live"),
                new HashSet<>(document.getList("marks", String.class)), instantOrNull(document, "dissolvedAt"));
    }

    private static @Nullable Instant instantOrNull(Document document, String field) {
        return document.getDate(field) == null ? null : Documents.instant(document, field);
    }
}
