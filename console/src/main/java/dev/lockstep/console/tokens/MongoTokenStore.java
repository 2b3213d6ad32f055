package dev.lockstep.console.tokens;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gt;

import com.mongodb.DuplicateKeyException;
import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import dev.lockstep.kit.store.Indexes;
import dev.lockstep.kit.web.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** Tokens in the collection {@code tokens}. */
public final class MongoTokenStore implements TokenStore {
    private static final String COLLECTION = "tokens";
    private final MongoCollection<Document> tokens;

    public MongoTokenStore(MongoDatabase database) {
        new Indexes().unique(COLLECTION, "hash").on(COLLECTION, "role").create(database);
        this.tokens = database.getCollection(COLLECTION);
    }

    @Override
    public boolean insert(Token token) {
        Document document = new Document("_id", token.id())
                .append("hash", token.hash()).append("name", token.name()).append("role", token.role().name())
                .append("apps", List.copyOf(token.apps()))
                .append("createdAt", Date.from(token.createdAt())).append("createdBy", token.createdBy());
        if (token.expiresAt() != null) {
            document.append("expiresAt", Date.from(token.expiresAt()));
        }
        try {
            tokens.insertOne(document);
            return true;
        } catch (DuplicateKeyException e) {
            return false;
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() == ErrorCategory.DUPLICATE_KEY) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public Optional<Token> byHash(String hash) {
        return Optional.ofNullable(tokens.find(eq("hash", hash)).first()).map(MongoTokenStore::token);
    }

    @Override
    public Optional<Token> byId(String id) {
        return Optional.ofNullable(tokens.find(eq("_id", id)).first()).map(MongoTokenStore::token);
    }

    @Override
    public List<Token> list(@Nullable String after, int limit) {
        return tokens.find(after == null ? Filters.empty() : gt("_id", after)).sort(Sorts.ascending("_id")).limit(limit)
                .map(MongoTokenStore::token).into(new ArrayList<>());
    }

    @Override
    public boolean hasAdmin() {
        return tokens.find(and(eq("role", Role.ADMIN.name()), exists("deletedAt", false))).first() != null;
    }

    @Override
    public Optional<Token> markDeleted(String id, Instant at) {
        tokens.updateOne(and(eq("_id", id), exists("deletedAt", false)), Updates.set("deletedAt", Date.from(at)));
        return byId(id);
    }

    @Override
    public void remove(String id) {
        tokens.deleteOne(eq("_id", id));
    }

    @Override
    public void used(String id, Instant at) {
        tokens.updateOne(eq("_id", id), Updates.set("lastUsedAt", Date.from(at)));
    }

    private static Token token(Document document) {
        return new Token(document.getString("_id"), document.getString("hash"), document.getString("name"),
                Role.valueOf(document.getString("role")),
                new LinkedHashSet<>(document.getList("apps", String.class, List.of())),
                document.getDate("createdAt").toInstant(), document.getString("createdBy"),
                instant(document, "expiresAt"), instant(document, "lastUsedAt"), instant(document, "deletedAt"));
    }

    private static @Nullable Instant instant(Document document, String field) {
        Date date = document.getDate(field);
        return date == null ? null : date.toInstant();
    }
}
