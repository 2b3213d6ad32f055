package dev.lockstep.writer.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.lt;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.UpdateOptions;
import dev.lockstep.kit.store.Indexes;
import dev.lockstep.writer.delivery.Removals;
import org.bson.Document;

/** The collection {@code removals}. */
public final class MongoRemovals implements Removals {
    private final MongoCollection<Document> removals;

    public MongoRemovals(MongoDatabase database) {
        this.removals = database.getCollection("removals");
    }

    public static Indexes indexes(Indexes indexes) {
        return indexes.on("removals", "app", "at").on("removals", "at");
    }

    @Override
    public void note(String app, String opId, long at) {
        removals.updateOne(eq("_id", opId), new Document("$setOnInsert", new Document("app", app).append("at", at)), new UpdateOptions().upsert(true));
    }

    @Override
    public void forget(String opId) {
        removals.deleteOne(eq("_id", opId));
    }

    @Override
    public long since(String app, long from) {
        return removals.countDocuments(and(eq("app", app), gt("at", from)));
    }

    @Override
    public void removeApp(String app) {
        removals.deleteMany(eq("app", app));
    }

    @Override
    public void dropBefore(long time) {
        removals.deleteMany(lt("at", time));
    }
}
