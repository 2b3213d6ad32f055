package dev.lockstep.writer.mongo;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.UpdateOptions;
import dev.lockstep.kit.store.Indexes;
import dev.lockstep.writer.delivery.SyncMarks;
import java.util.List;
import org.bson.Document;

/** The collection {@code syncs}. */
public final class MongoSyncMarks implements SyncMarks {
    private final MongoCollection<Document> syncs;

    public MongoSyncMarks(MongoDatabase database) {
        this.syncs = database.getCollection("syncs");
    }

    public static Indexes indexes(Indexes indexes) {
        return indexes.on("syncs", "app");
    }

    @Override
    public void seen(String app, String syncId, int partition, int partitions) {
        syncs.updateOne(eq("_id", app + "/" + syncId), new Document("$addToSet", new Document("seen", partition))
                .append("$set", new Document("app", app).append("partitions", partitions)), new UpdateOptions().upsert(true));
    }

    @Override
    public boolean complete(String app, String syncId) {
        Document sync = syncs.find(eq("_id", app + "/" + syncId)).first();
        return sync != null && sync.getList("seen", Integer.class, List.of()).size() >= sync.getInteger("partitions");
    }

    @Override
    public void removeApp(String app) {
        syncs.deleteMany(eq("app", app));
    }
}
