package dev.lockstep.mapping.mongo;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import dev.lockstep.kit.store.Indexes;
import dev.lockstep.mapping.app.App;
import dev.lockstep.mapping.planning.AppStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.Document;

/** Collection {@code apps}: one document per app, with its job and its outbox. */
final class MongoApps implements AppStore {
    private static final String COLLECTION = "apps";
    private final MongoCollection<Document> apps;

    MongoApps(MongoDatabase database) {
        apps = database.getCollection(COLLECTION);
    }

    static Indexes indexes(Indexes indexes) {
        return indexes.on(COLLECTION, "waiting");
    }

    @Override
    public Optional<App> byId(String id) {
        return Optional.ofNullable(apps.find(Filters.eq("_id", id)).map(AppDocument::read).first());
    }

    @Override
    public List<App> all() {
        return apps.find().sort(Sorts.ascending("_id")).map(AppDocument::read).into(new ArrayList<>());
    }

    @Override
    public Map<String, Long> revisions() {
        Map<String, Long> revisions = new LinkedHashMap<>();
        for (Document document : apps.find().projection(Projections.include("revision"))) {
            revisions.put(document.getString("_id"), Documents.number(document, "revision"));
        }
        return revisions;
    }

    @Override
    public boolean save(App app) {
        Document document = AppDocument.write(app, app.revision() + 1);
        if (app.revision() > 0) {
            return apps.replaceOne(Filters.and(Filters.eq("_id", app.id()), Filters.eq("revision", app.revision())), document)
                    .getMatchedCount() == 1;
        }
        try {
            apps.insertOne(document);
            return true;
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() == ErrorCategory.DUPLICATE_KEY) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public List<App> withOutbox() {
        return apps.find(Filters.eq("waiting", true)).map(AppDocument::read).into(new ArrayList<>());
    }
}
