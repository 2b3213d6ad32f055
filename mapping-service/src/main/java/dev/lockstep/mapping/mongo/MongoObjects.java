package dev.lockstep.mapping.mongo;

import static dev.lockstep.mapping.mongo.Documents.number;
import static dev.lockstep.mapping.mongo.Documents.numberOrNull;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.WriteModel;
import dev.lockstep.contracts.ObjectType;
import dev.lockstep.kit.store.Indexes;
import dev.lockstep.mapping.directory.DirectoryObject;
import dev.lockstep.mapping.directory.Lifecycle;
import dev.lockstep.mapping.directory.Part;
import dev.lockstep.mapping.directory.Precedence;
import dev.lockstep.mapping.directory.Stamp;
import dev.lockstep.mapping.planning.ObjectStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** Collection {@code objects}: one document per user or group. */
final class MongoObjects implements ObjectStore {
    private static final String COLLECTION = "objects";
    /** What people search by. */
    private static final List<String> SEARCHED = List.of("displayName", "userPrincipalName", "mail");
    private final MongoCollection<Document> objects;

    MongoObjects(MongoDatabase database) {
        objects = database.getCollection(COLLECTION);
    }

    static Indexes indexes(Indexes indexes) {
        return indexes.on(COLLECTION, "type", "_id").on(COLLECTION, "type", "keys");
    }

    @Override
    public Map<String, DirectoryObject> byIds(Collection<String> ids) {
        Map<String, DirectoryObject> found = HashMap.newHashMap(ids.size());
        for (Document document : objects.find(Filters.in("_id", ids))) {
            found.put(document.getString("_id"), read(document));
        }
        return found;
    }

    @Override
    public void store(Collection<Step> steps, Precedence precedence) {
        List<WriteModel<Document>> writes = new ArrayList<>(steps.size());
        for (Step step : steps) {
            // Without an object before, one that exists all the same ends in a duplicate key.
            writes.add(new ReplaceOneModel<>(
                    Filters.and(Filters.eq("_id", step.object().objectId()), Filters.eq("revision", step.before())),
                    write(step.object(), precedence), new ReplaceOptions().upsert(step.before() == 0)));
        }
        Documents.guarded(objects, writes);
    }

    @Override
    public List<DirectoryObject> page(ObjectType type, @Nullable String after, int limit) {
        Bson filter = after == null ? Filters.eq("type", type.name())
                : Filters.and(Filters.eq("type", type.name()), Filters.gt("_id", after));
        return objects.find(filter).sort(Sorts.ascending("type", "_id")).limit(limit).map(MongoObjects::read).into(new ArrayList<>());
    }

    @Override
    public List<String> ids(ObjectType type, @Nullable String after, int limit) {
        Bson filter = after == null ? Filters.eq("type", type.name())
                : Filters.and(Filters.eq("type", type.name()), Filters.gt("_id", after));
        return objects.find(filter).sort(Sorts.ascending("type", "_id")).projection(Projections.include("_id")).limit(limit)
                .map(document -> document.getString("_id")).into(new ArrayList<>());
    }

    @Override
    public long count(ObjectType type) {
        return objects.countDocuments(Filters.eq("type", type.name()));
    }

    @Override
    public Set<String> gone(Collection<String> ids) {
        Set<String> gone = new HashSet<>();
        for (Document document : objects.find(Filters.in("_id", ids)).projection(Projections.include("lifecycle"))) {
            if (!Lifecycle.ACTIVE.name().equals(document.getString("lifecycle"))) {
                gone.add(document.getString("_id"));
            }
        }
        return gone;
    }

    @Override
    public List<DirectoryObject> search(ObjectType type, String q, @Nullable String after, int limit) {
        if (q.isEmpty()) {
            return page(type, after, limit);
        }
        List<Bson> all = new ArrayList<>(List.of(Filters.eq("type", type.name()),
                Filters.regex("keys", "^" + Pattern.quote(q.toLowerCase(Locale.ROOT)))));
        if (after != null) {
            all.add(Filters.gt("_id", after));
        }
        return objects.find(Filters.and(all)).sort(Sorts.ascending("_id")).limit(limit).map(MongoObjects::read).into(new ArrayList<>());
    }

    private static Document write(DirectoryObject object, Precedence precedence) {
        List<Document> parts = new ArrayList<>(object.parts().size());
        for (Part part : object.parts()) {
            Document document = new Document("source", part.source());
            if (part.whole() != null) {
                document.append("whole", stamp(part.whole()));
            }
            if (!part.single().isEmpty()) {
                // A list of pairs, because attribute names may hold dots.
                List<Document> single = new ArrayList<>();
                part.single().forEach((name, stamp) -> single.add(stamp(stamp).append("name", name)));
                document.append("single", single);
            }
            document.append("values", Documents.bson(part.values()));
            if (part.presence() != null) {
                document.append("presence", part.presence().name());
            }
            if (part.presenceAt() != null) {
                document.append("presenceAt", stamp(part.presenceAt()));
            }
            parts.add(document);
        }
        return new Document("_id", object.objectId())
                .append("type", object.type().name())
                .append("revision", object.revision())
                .append("lifecycle", object.lifecycle(precedence).name())
                .append("parts", parts)
                .append("recent", object.recent())
                .append("sourceAt", Documents.date(object.sourceAt()))
                .append("acceptedAt", Documents.date(object.acceptedAt()))
                .append("keys", keys(object, precedence));
    }

    private static List<String> keys(DirectoryObject object, Precedence precedence) {
        Map<String, Object> attributes = object.attributes(precedence);
        Set<String> keys = new LinkedHashSet<>();
        keys.add(object.objectId().toLowerCase(Locale.ROOT));
        for (String name : SEARCHED) {
            if (attributes.get(name) instanceof String text && !text.isEmpty()) {
                keys.add(text.toLowerCase(Locale.ROOT));
            }
        }
        return List.copyOf(keys);
    }

    private static Document stamp(Stamp stamp) {
        Document document = new Document("seq", stamp.seq());
        return stamp.version() == null ? document : document.append("version", stamp.version());
    }

    private static DirectoryObject read(Document document) {
        List<Part> parts = new ArrayList<>();
        for (Document part : document.getList("parts", Document.class)) {
            Map<String, Stamp> single = new LinkedHashMap<>();
            for (Document stamp : part.getList("single", Document.class, List.of())) {
                single.put(stamp.getString("name"), stamp(stamp));
            }
            parts.add(new Part(part.getString("source"), stampOrNull(part.get("whole", Document.class)), single,
                    Documents.tree(part.get("values", Document.class)),
                    part.getString("presence") == null ? null : Lifecycle.valueOf(part.getString("presence")),
                    stampOrNull(part.get("presenceAt", Document.class))));
        }
        return new DirectoryObject(document.getString("_id"), ObjectType.valueOf(document.getString("type")),
                number(document, "revision"), parts, document.getList("recent", String.class),
                Documents.instant(document, "sourceAt"), Documents.instant(document, "acceptedAt"));
    }

    private static @Nullable Stamp stampOrNull(@Nullable Document document) {
        return document == null ? null : stamp(document);
    }

    private static Stamp stamp(Document document) {
        return new Stamp(numberOrNull(document, "version"), number(document, "seq"));
    }
}
