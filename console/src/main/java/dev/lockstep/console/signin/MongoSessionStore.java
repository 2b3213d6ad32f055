package dev.lockstep.console.signin;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import dev.lockstep.kit.store.Indexes;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.bson.Document;

/** Sessions in the collection {@code sessions}. */
public final class MongoSessionStore implements SessionStore {
    private static final String COLLECTION = "sessions";
    private final MongoCollection<Document> sessions;

    public MongoSessionStore(MongoDatabase database) {
        new Indexes().on(COLLECTION, "expiresAt").create(database);
        this.sessions = database.getCollection(COLLECTION);
    }

    @Override
    public void insert(Session session) {
        sessions.insertOne(new Document("_id", session.hash()).append("tokenHash", session.tokenHash())
                .append("createdAt", Date.from(session.createdAt())).append("expiresAt", Date.from(session.expiresAt())));
    }

    @Override
    public Optional<Session> byHash(String hash) {
        return Optional.ofNullable(sessions.find(eq("_id", hash)).first()).map(found -> new Session(found.getString("_id"),
                found.getString("tokenHash"), found.getDate("createdAt").toInstant(), found.getDate("expiresAt").toInstant()));
    }

    @Override
    public void remove(String hash) {
        sessions.deleteOne(eq("_id", hash));
    }

    @Override
    public void removeExpired(Instant now) {
        sessions.deleteMany(lt("expiresAt", Date.from(now)));
    }
}
