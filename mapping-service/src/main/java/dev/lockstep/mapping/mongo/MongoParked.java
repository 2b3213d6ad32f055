package dev.lockstep.mapping.mongo;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.WriteModel;
import dev.lockstep.kit.store.Indexes;
import dev.lockstep.mapping.parked.ParkedMessage;
import dev.lockstep.mapping.parked.ParkedMessage.State;
import dev.lockstep.mapping.parked.ParkedStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** Collection {@code parked}: one document per parked message, without its content. {@code order} repeats the id for the indexes. */
final class MongoParked implements ParkedStore {
    private static final String COLLECTION = "parked";
    private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);
    private final MongoCollection<Document> parked;

    MongoParked(MongoDatabase database) {
        parked = database.getCollection(COLLECTION);
    }

    static Indexes indexes(Indexes indexes) {
        return indexes.on(COLLECTION, "order").on(COLLECTION, "state", "order").on(COLLECTION, "state", "app").on(COLLECTION, "topic", "order").on(COLLECTION, "code", "order")
                .on(COLLECTION, "by", "order").on(COLLECTION, "digest", "order");
    }

    @Override
    public void add(Collection<ParkedMessage> messages) {
        List<WriteModel<Document>> writes = new ArrayList<>(messages.size());
        for (ParkedMessage message : messages) {
            Document fresh = new Document("order", message.id()).append("topic", message.topic()).append("partition", message.partition())
                    .append("offset", message.offset()).append("key", message.key()).append("app", message.app()).append("by", message.parkedBy()).append("code", message.code())
                    .append("fault", message.fault()).append("origin", message.origin()).append("at", Documents.date(message.at()))
                    .append("size", message.size()).append("digest", message.digest()).append("times", message.times())
                    .append("state", message.state().name());
            writes.add(new UpdateOneModel<>(Filters.eq("_id", message.id()), new Document("$setOnInsert", fresh), new UpdateOptions().upsert(true)));
        }
        if (!writes.isEmpty()) {
            parked.bulkWrite(writes, UNORDERED);
        }
    }

    @Override
    public long earlier(String digest, String id) {
        return parked.countDocuments(Filters.and(Filters.eq("digest", digest), Filters.lt("order", id)));
    }

    @Override
    public Optional<ParkedMessage> byId(String id) {
        return Optional.ofNullable(parked.find(Filters.eq("_id", id)).map(MongoParked::read).first());
    }

    private static List<Bson> filters(Filter filter) {
        List<Bson> filters = new ArrayList<>();
        if (filter.state() != null) {
            filters.add(Filters.eq("state", filter.state().name()));
        }
        if (filter.topic() != null) {
            filters.add(Filters.eq("topic", filter.topic()));
        }
        if (filter.code() != null) {
            filters.add(Filters.eq("code", filter.code()));
        }
        if (filter.by() != null) {
            filters.add(Filters.eq("by", filter.by()));
        }
        filters.add(Filters.gte("order", filter.since() == null ? "" : ParkedMessage.since(filter.since())));
        return filters;
    }

    @Override
    public List<ParkedMessage> page(Filter filter, @Nullable String before, int limit) {
        List<Bson> filters = filters(filter);
        if (before != null) {
            filters.add(Filters.lt("order", before));
        }
        return parked.find(Filters.and(filters)).sort(Sorts.descending("order")).limit(limit).map(MongoParked::read).into(new ArrayList<>());
    }

    @Override
    public long count(Filter filter) {
        return parked.countDocuments(Filters.and(filters(filter)));
    }

    @Override
    public long countOf(String app) {
        return parked.countDocuments(Filters.and(Filters.eq("state", State.PARKED.name()), Filters.in("app", app, ParkedMessage.EVERY_APP)));
    }

    private static Bson waiting(Collection<String> ids) {
        return Filters.and(Filters.in("_id", ids), Filters.eq("state", State.PARKED.name()));
    }

    @Override
    public long countWaiting(Collection<String> ids) {
        return parked.countDocuments(waiting(ids));
    }

    private long ask(Bson which, String by, String owner, Instant at) {
        return parked.updateMany(which, Updates.combine(Updates.set("state", State.ASKED.name()), Updates.set("putBackBy", by),
                Updates.set("owner", owner), Updates.set("putBackAt", Documents.date(at)))).getModifiedCount();
    }

    @Override
    public long ask(Filter filter, String by, String owner, Instant at) {
        return ask(Filters.and(filters(filter.waiting())), by, owner, at);
    }

    @Override
    public long ask(Collection<String> ids, String by, String owner, Instant at) {
        return ask(waiting(ids), by, owner, at);
    }

    @Override
    public List<ParkedMessage> asked(String owner, Instant leftSince, int limit) {
        return parked.find(Filters.and(Filters.eq("state", State.ASKED.name()),
                        Filters.or(Filters.eq("owner", owner), Filters.lt("putBackAt", Documents.date(leftSince)))))
                .sort(Sorts.ascending("state", "order")).limit(limit).map(MongoParked::read).into(new ArrayList<>());
    }

    @Override
    public void ended(Collection<String> ids, State state, Instant at) {
        parked.updateMany(Filters.in("_id", ids), Updates.combine(Updates.set("state", state.name()), Updates.set("putBackAt", Documents.date(at))));
    }

    @Override
    public boolean forget(Instant before, int limit) {
        List<String> ids = parked.find(Filters.lt("order", ParkedMessage.since(before))).projection(Projections.include("_id")).limit(limit)
                .map(document -> document.getString("_id")).into(new ArrayList<>());
        if (!ids.isEmpty()) {
            parked.deleteMany(Filters.in("_id", ids));
        }
        return !ids.isEmpty();
    }

    private static ParkedMessage read(Document document) {
        return new ParkedMessage(document.getString("_id"), document.getString("topic"), (int) Documents.number(document, "partition"),
                Documents.number(document, "offset"), document.getString("key"), document.getString("by"), document.getString("code"),
                document.getString("fault"), document.getString("origin"), Documents.instant(document, "at"), Documents.number(document, "size"),
                document.getString("digest"), Documents.number(document, "times"), State.valueOf(document.getString("state")),
                document.getString("putBackBy"), document.getDate("putBackAt") == null ? null : Documents.instant(document, "putBackAt"));
    }
}
