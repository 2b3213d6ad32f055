package dev.lockstep.writer.mongo;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.UpdateOptions;
import dev.lockstep.contracts.AccountOutcome;
import dev.lockstep.writer.delivery.Requests;
import java.util.Optional;
import org.bson.Document;
import org.bson.types.Binary;
import tools.jackson.databind.json.JsonMapper;

/** The collection {@code requests}: what a person asked for on demand. */
public final class MongoRequests implements Requests {
    private static final JsonMapper JSON = JsonMapper.shared();
    private final MongoCollection<Document> requests;

    public MongoRequests(MongoDatabase database) {
        this.requests = database.getCollection("requests");
    }

    private static String id(String app, String requestId) {
        return app + "/" + requestId;
    }

    @Override
    public void accepted(String app, String requestId, String key) {
        requests.updateOne(eq("_id", id(app, requestId)), new Document("$set", new Document("key", key)), new UpdateOptions().upsert(true));
    }

    @Override
    public void done(String app, String requestId, AccountOutcome outcome) {
        requests.updateOne(eq("_id", id(app, requestId)), new Document("$set", new Document("outcome", new Binary(JSON.writeValueAsBytes(outcome)))));
    }

    @Override
    public Optional<State> find(String app, String requestId) {
        return Optional.ofNullable(requests.find(eq("_id", id(app, requestId))).first()).map(document -> {
            Binary outcome = document.get("outcome", Binary.class);
            return new State(document.getString("key"), outcome == null ? null : JSON.readValue(outcome.getData(), AccountOutcome.class));
        });
    }
}
