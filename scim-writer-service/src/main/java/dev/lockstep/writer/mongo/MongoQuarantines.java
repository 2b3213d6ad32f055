package dev.lockstep.writer.mongo;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.ReplaceOptions;
import dev.lockstep.writer.delivery.Quarantines;
import dev.lockstep.writer.fault.ErrorCode;
import java.util.HashMap;
import java.util.Map;
import org.bson.Document;

/** The collection {@code quarantines}. */
public final class MongoQuarantines implements Quarantines {
    private final MongoCollection<Document> quarantines;

    public MongoQuarantines(MongoDatabase database) {
        this.quarantines = database.getCollection("quarantines");
    }

    @Override
    public Map<String, Quarantine> all() {
        Map<String, Quarantine> all = new HashMap<>();
        quarantines.find().forEach(document -> all.put(document.getString("_id"),
                new Quarantine(ErrorCode.valueOf(document.getString("code")), document.getLong("since"))));
        return all;
    }

    @Override
    public void enter(String app, Quarantine quarantine) {
        quarantines.replaceOne(eq("_id", app), new Document("_id", app).append("code", quarantine.code().name()).append("since", quarantine.since()),
                new ReplaceOptions().upsert(true));
    }

    @Override
    public void leave(String app) {
        quarantines.deleteOne(eq("_id", app));
    }
}
