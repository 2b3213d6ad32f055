package dev.lockstep.ingest.source;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Sorts;
import dev.lockstep.ingest.source.Source.Versions;
import dev.lockstep.kit.store.Indexes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Sources in collection {@code sources}; the settings as one JSON text, since nothing ever queries inside them. */
public final class MongoSources implements Sources {
    private static final JsonMapper JSON = JsonMapper.shared();
    private final MongoCollection<Document> sources;

    public MongoSources(MongoDatabase database) {
        new Indexes().unique("sources", "keyHash").create(database);
        this.sources = database.getCollection("sources");
    }

    @Override
    public boolean add(Source source, String keyHash) {
        try {
            sources.insertOne(new Document("_id", source.id())
                    .append("keyHash", keyHash)
                    .append("settings", JSON.writeValueAsString(source.settings().toMap()))
                    .append("versions", source.versions().name())
                    .append("createdAt", Date.from(source.createdAt()))
                    .append("keyIssuedAt", Date.from(source.keyIssuedAt())));
            return true;
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() == ErrorCategory.DUPLICATE_KEY) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public Optional<Source> find(String id) {
        return Optional.ofNullable(sources.find(eq("_id", id)).first()).map(MongoSources::source);
    }

    @Override
    public List<Source> list(@Nullable String after, int limit) {
        Bson behind = gt("_id", after == null ? "" : after);
        return sources.find(behind).sort(Sorts.ascending("_id")).limit(limit).map(MongoSources::source).into(new ArrayList<>());
    }

    @Override
    public boolean change(String id, SourceSettings settings) {
        return update(eq("_id", id), set("settings", JSON.writeValueAsString(settings.toMap())));
    }

    @Override
    public boolean rekey(String id, String keyHash, Instant at) {
        return update(eq("_id", id), combine(set("keyHash", keyHash), set("keyIssuedAt", Date.from(at))));
    }

    @Override
    public boolean remove(String id) {
        return sources.deleteOne(eq("_id", id)).getDeletedCount() == 1;
    }

    @Override
    public Optional<Source> byKey(String keyHash) {
        return Optional.ofNullable(sources.find(eq("keyHash", keyHash)).first()).map(MongoSources::source);
    }

    @Override
    public void used(String id, Instant at) {
        update(eq("_id", id), set("lastUsedAt", Date.from(at)));
    }

    @Override
    public Versions settle(String id, Versions wanted) {
        update(and(eq("_id", id), eq("versions", Versions.UNSETTLED.name())), set("versions", wanted.name()));
        return find(id).map(Source::versions).orElse(wanted);
    }

    @Override
    public void unsettle(String id) {
        update(eq("_id", id), set("versions", Versions.UNSETTLED.name()));
    }

    private boolean update(Bson filter, Bson update) {
        return sources.updateOne(filter, update).getMatchedCount() == 1;
    }

    @SuppressWarnings("unchecked")
    private static Source source(Document document) {
        Map<String, Object> settings = JSON.readValue(document.getString("settings"), Map.class);
        Date lastUsed = document.getDate("lastUsedAt");
        return new Source(document.getString("_id"), SettingsReader.read(settings), Versions.valueOf(document.getString("versions")),
                document.getDate("createdAt").toInstant(), document.getDate("keyIssuedAt").toInstant(),
                lastUsed == null ? null : lastUsed.toInstant());
    }
}
