package dev.lockstep.mapping.mongo;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.WriteModel;
import dev.lockstep.kit.store.Indexes;
import dev.lockstep.mapping.replay.Item;
import dev.lockstep.mapping.replay.Item.Settled;
import dev.lockstep.mapping.replay.Item.Wanted;
import dev.lockstep.mapping.replay.Replay;
import dev.lockstep.mapping.replay.Replay.Counts;
import dev.lockstep.mapping.replay.Replay.Result;
import dev.lockstep.mapping.replay.Replay.Wait;
import dev.lockstep.mapping.replay.ReplayStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * Collections {@code replays}, where {@code open} marks those that a runner has to look at, and {@code replayItems},
 * {@code _id} = {@code <replay>/<app>/<objectId>}.
 */
final class MongoReplays implements ReplayStore {
    private static final String REPLAYS = "replays";
    private static final String ITEMS = "replayItems";
    private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);
    private static final String WAITING = Item.State.WAITING.name();
    private static final String SENT = Item.State.SENT.name();
    private static final String SETTLED = Item.State.SETTLED.name();
    private final MongoCollection<Document> replays;
    private final MongoCollection<Document> items;

    MongoReplays(MongoDatabase database) {
        replays = database.getCollection(REPLAYS);
        items = database.getCollection(ITEMS);
    }

    static Indexes indexes(Indexes indexes) {
        return indexes.on(REPLAYS, "open").on(REPLAYS, "state", "endedAt").on(REPLAYS, "state", "createdAt")
                .on(ITEMS, "replay", "key").on(ITEMS, "replay", "result", "key").on(ITEMS, "replay", "state", "app", "key");
    }

    private static String id(String replay, String app, String objectId) {
        return replay + "/" + Item.key(app, objectId);
    }

    @Override
    public void open(Replay replay) {
        replays.insertOne(new Document("_id", replay.id()).append("kind", replay.kind().name()).append("state", replay.state().name())
                .append("filter", Documents.bson(replay.filter())).append("reason", replay.reason()).append("apps", List.of())
                .append("perSecond", replay.perSecond()).append("by", replay.by()).append("createdAt", Documents.date(replay.createdAt()))
                .append("told", 0).append("touched", 0L).append("open", false).append("heldUntil", Documents.date(Instant.EPOCH)));
    }

    @Override
    public Optional<Replay> byId(String id) {
        return Optional.ofNullable(replays.find(Filters.eq("_id", id)).map(MongoReplays::read).first());
    }

    @Override
    public List<Replay> page(@Nullable String before, int limit) {
        return replays.find(before == null ? Filters.gt("_id", "") : Filters.lt("_id", before)).sort(Sorts.descending("_id")).limit(limit)
                .map(MongoReplays::read).into(new ArrayList<>());
    }

    private static Bson in(String id, Replay.State... states) {
        List<String> names = new ArrayList<>();
        for (Replay.State state : states) {
            names.add(state.name());
        }
        return Filters.and(Filters.eq("_id", id), Filters.in("state", names));
    }

    @Override
    public void add(String id, Collection<Wanted> wanted) {
        Set<String> apps = wanted.stream().map(Wanted::app).collect(Collectors.toCollection(TreeSet::new));
        boolean collects = replays.updateOne(in(id, Replay.State.COLLECTING), Updates.addEachToSet("apps", new ArrayList<>(apps))).getMatchedCount() == 1;
        if (!collects || wanted.isEmpty()) {
            return;
        }
        List<WriteModel<Document>> writes = new ArrayList<>(wanted.size());
        for (Wanted item : wanted) {
            Document fresh = new Document("replay", id).append("app", item.app()).append("object", item.objectId())
                    .append("key", Item.key(item.app(), item.objectId())).append("state", WAITING).append("rank", 0L);
            if (item.failureId() != null) {
                fresh.append("failure", item.failureId());
            }
            writes.add(new UpdateOneModel<>(Filters.eq("_id", id(id, item.app(), item.objectId())), new Document("$setOnInsert", fresh),
                    new UpdateOptions().upsert(true)));
        }
        items.bulkWrite(writes, UNORDERED);
    }

    @Override
    public boolean begin(String id, Instant at) {
        long matched = items.countDocuments(Filters.eq("replay", id));
        return replays.updateOne(in(id, Replay.State.COLLECTING), Updates.combine(Updates.set("state", Replay.State.RUNNING.name()),
                Updates.set("startedAt", Documents.date(at)), Updates.set("matched", matched), Updates.set("open", true))).getMatchedCount() == 1;
    }

    @Override
    public boolean cancel(String id, String by, Instant at) {
        return replays.updateOne(in(id, Replay.State.COLLECTING, Replay.State.RUNNING), Updates.combine(
                Updates.set("state", Replay.State.CANCELLED.name()), Updates.set("cancelledBy", by), Updates.set("endedAt", Documents.date(at)),
                Updates.set("open", true))).getMatchedCount() == 1;
    }

    @Override
    public List<Replay> claim(String owner, Instant now, Instant until) {
        List<String> open = replays.find(Filters.eq("open", true)).projection(Projections.include("_id"))
                .map(document -> document.getString("_id")).into(new ArrayList<>());
        List<Replay> claimed = new ArrayList<>();
        for (String id : open) {
            Bson free = Filters.or(Filters.lt("heldUntil", Documents.date(now)), Filters.eq("owner", owner));
            Document document = replays.findOneAndUpdate(Filters.and(Filters.eq("_id", id), free),
                    Updates.combine(Updates.set("owner", owner), Updates.set("heldUntil", Documents.date(until))),
                    new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER));
            if (document != null) {
                claimed.add(read(document));
            }
        }
        return claimed;
    }

    private static Bson of(String id, String state, String app) {
        return Filters.and(Filters.eq("replay", id), Filters.eq("state", state), Filters.eq("app", app));
    }

    @Override
    public List<Item> waiting(String id, String app, int limit) {
        return items.find(of(id, WAITING, app)).sort(Sorts.ascending("replay", "state", "app", "key")).limit(limit)
                .map(MongoReplays::item).into(new ArrayList<>());
    }

    @Override
    public void sent(String id, Collection<Item> sent) {
        items.updateMany(Filters.and(Filters.in("_id", sent.stream().map(item -> id(id, item.app(), item.objectId())).toList()),
                Filters.eq("state", WAITING)), Updates.set("state", SENT));
    }

    @Override
    public long inFlight(String id, String app) {
        return items.countDocuments(of(id, SENT, app));
    }

    @Override
    public void again(String id, String app) {
        items.updateMany(of(id, SENT, app), Updates.set("state", WAITING));
    }

    @Override
    public void settleApp(String id, String app, Result result, String code, Instant at) {
        Bson settled = Updates.combine(Updates.set("state", SETTLED), Updates.set("result", result.name()), Updates.set("code", code),
                Updates.set("settledAt", Documents.date(at)));
        items.updateMany(of(id, WAITING, app), settled);
        items.updateMany(of(id, SENT, app), settled);
    }

    @Override
    public void settle(Collection<Settled> settled) {
        if (settled.isEmpty()) {
            return;
        }
        List<WriteModel<Document>> writes = new ArrayList<>(settled.size());
        Set<String> touched = new HashSet<>();
        for (Settled item : settled) {
            touched.add(item.replayId());
            writes.add(new UpdateOneModel<>(
                    Filters.and(Filters.eq("_id", id(item.replayId(), item.app(), item.objectId())), Filters.lte("rank", item.rank())),
                    Updates.combine(Updates.set("state", SETTLED), Updates.set("result", item.result().name()), Updates.set("code", item.code()),
                            Updates.set("rank", item.rank()), Updates.set("settledAt", Documents.date(item.at())))));
        }
        // In order: one batch may hold several outcomes of one account.
        if (items.bulkWrite(writes).getMatchedCount() > 0) {
            replays.updateMany(Filters.in("_id", touched), Updates.combine(Updates.inc("touched", 1L), Updates.set("open", true)));
        }
    }

    @Override
    public Counts count(String id) {
        Map<Result, Long> results = new EnumMap<>(Result.class);
        for (Result result : Result.values()) {
            long count = items.countDocuments(Filters.and(Filters.eq("replay", id), Filters.eq("result", result.name())));
            if (count > 0) {
                results.put(result, count);
            }
        }
        long waiting = items.countDocuments(Filters.and(Filters.eq("replay", id), Filters.eq("state", WAITING)));
        long matched = items.countDocuments(Filters.eq("replay", id));
        return new Counts(matched, matched - waiting, results);
    }

    @Override
    public boolean progress(Replay as, String owner, Counts counts, List<Wait> waitsFor, @Nullable Instant endedAt) {
        Document results = new Document();
        counts.results().forEach((result, count) -> results.append(result.name(), count));
        List<Document> waits = waitsFor.stream().map(wait -> new Document("app", wait.app()).append("reason", wait.reason())
                .append("since", Documents.date(wait.since()))).toList();
        List<Bson> sets = new ArrayList<>(List.of(Updates.set("matched", counts.matched()), Updates.set("sent", counts.sent()),
                Updates.set("results", results), Updates.set("waitsFor", waits)));
        if (endedAt != null) {
            sets.add(Updates.set("state", Replay.State.DONE.name()));
            sets.add(Updates.set("endedAt", Documents.date(endedAt)));
        }
        return replays.updateOne(Filters.and(in(as.id(), as.state()), Filters.eq("owner", owner)), Updates.combine(sets)).getMatchedCount() == 1;
    }

    @Override
    public void told(String id, int told) {
        replays.updateOne(Filters.eq("_id", id), Updates.max("told", told));
    }

    @Override
    public void rest(Replay as) {
        replays.updateOne(Filters.and(in(as.id(), Replay.State.DONE, Replay.State.CANCELLED), Filters.eq("touched", as.touched())),
                Updates.set("open", false));
    }

    @Override
    public List<Item> items(String id, @Nullable Result result, @Nullable String after, int limit) {
        List<Bson> filters = new ArrayList<>(List.of(Filters.eq("replay", id)));
        if (result != null) {
            filters.add(Filters.eq("result", result.name()));
        }
        if (after != null) {
            filters.add(Filters.gt("key", after));
        }
        Bson order = result == null ? Sorts.ascending("replay", "key") : Sorts.ascending("replay", "result", "key");
        return items.find(Filters.and(filters)).sort(order).limit(limit).map(MongoReplays::item).into(new ArrayList<>());
    }

    @Override
    public List<String> expired(Instant collectingBefore, Instant endedBefore, int limit) {
        List<String> ids = new ArrayList<>();
        replays.find(Filters.and(Filters.eq("state", Replay.State.COLLECTING.name()), Filters.lt("createdAt", Documents.date(collectingBefore))))
                .limit(limit).map(document -> document.getString("_id")).into(ids);
        for (Replay.State state : List.of(Replay.State.DONE, Replay.State.CANCELLED)) {
            replays.find(Filters.and(Filters.eq("state", state.name()), Filters.lt("endedAt", Documents.date(endedBefore))))
                    .limit(limit).map(document -> document.getString("_id")).into(ids);
        }
        return ids;
    }

    @Override
    public boolean clear(String id, int limit) {
        List<String> ids = items.find(Filters.eq("replay", id)).projection(Projections.include("_id")).limit(limit)
                .map(document -> document.getString("_id")).into(new ArrayList<>());
        if (!ids.isEmpty()) {
            items.deleteMany(Filters.in("_id", ids));
        }
        return !ids.isEmpty();
    }

    @Override
    public void forget(String id) {
        replays.deleteOne(Filters.eq("_id", id));
    }

    private static @Nullable Instant instantOrNull(Document document, String field) {
        return document.getDate(field) == null ? null : Documents.instant(document, field);
    }

    private static Item item(Document document) {
        String result = document.getString("result");
        return new Item(document.getString("app"), document.getString("object"), document.getString("failure"),
                Item.State.valueOf(document.getString("state")), result == null ? null : Result.valueOf(result), document.getString("code"),
                instantOrNull(document, "settledAt"));
    }

    @SuppressWarnings("unchecked")
    private static Replay read(Document document) {
        Map<Result, Long> results = new EnumMap<>(Result.class);
        if (document.get("results") instanceof Document counted) {
            counted.forEach((name, count) -> results.put(Result.valueOf(name), ((Number) count).longValue()));
        }
        List<Wait> waits = document.getList("waitsFor", Document.class, List.of()).stream()
                .map(wait -> new Wait(wait.getString("app"), wait.getString("reason"), Documents.instant(wait, "since"))).toList();
        Map<String, @Nullable Object> filter = (Map<String, @Nullable Object>) (Map<?, ?>) Documents.tree(document.get("filter", new Document()));
        return new Replay(document.getString("_id"), Replay.Kind.valueOf(document.getString("kind")),
                Replay.State.valueOf(document.getString("state")), filter, document.getString("reason"),
                new TreeSet<>(document.getList("apps", String.class)), (int) Documents.number(document, "perSecond"), document.getString("by"),
                Documents.instant(document, "createdAt"), instantOrNull(document, "startedAt"), instantOrNull(document, "endedAt"),
                document.getString("cancelledBy"), new Counts(Documents.number(document, "matched"), Documents.number(document, "sent"), results), waits,
                (int) Documents.number(document, "told"), Documents.number(document, "touched"));
    }
}
