package dev.lockstep.mapping.mongo;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Sorts;
import dev.lockstep.kit.store.Indexes;
import dev.lockstep.mapping.app.SchemaStamp;
import dev.lockstep.mapping.schema.SchemaArchive;
import dev.lockstep.mapping.schema.SchemaVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.Document;

/** Collection {@code schemaVersions}: one document per app and number, {@code _id} = {@code <app>@<number>}. */
final class MongoSchemaArchive implements SchemaArchive {
    private static final String COLLECTION = "schemaVersions";
    private final MongoCollection<Document> versions;

    MongoSchemaArchive(MongoDatabase database) {
        versions = database.getCollection(COLLECTION);
    }

    static Indexes indexes(Indexes indexes) {
        return indexes.on(COLLECTION, "app", "number");
    }

    private static String id(String app, long number) {
        return app + "@" + number;
    }

    @Override
    public void keep(SchemaVersion version) {
        String id = id(version.app(), version.stamp().number());
        versions.replaceOne(Filters.eq("_id", id), new Document("_id", id).append("app", version.app()).append("number", version.stamp().number())
                .append("stamp", AppDocument.stamp(version.stamp())).append("schema", version.schema()), new ReplaceOptions().upsert(true));
    }

    @Override
    public Optional<SchemaVersion> version(String app, long number) {
        return Optional.ofNullable(versions.find(Filters.eq("_id", id(app, number)))
                .map(d -> new SchemaVersion(app, AppDocument.stamp(d.get("stamp", Document.class)), d.getString("schema"))).first());
    }

    @Override
    public List<SchemaStamp> page(String app, long below, int limit) {
        return versions.find(Filters.and(Filters.eq("app", app), Filters.lt("number", below))).sort(Sorts.descending("app", "number"))
                .projection(Projections.include("stamp")).limit(limit)
                .map(d -> AppDocument.stamp(d.get("stamp", Document.class))).into(new ArrayList<>());
    }

    @Override
    public void forget(String app, long upTo) {
        versions.deleteMany(Filters.and(Filters.eq("app", app), Filters.lte("number", upTo)));
    }
}
