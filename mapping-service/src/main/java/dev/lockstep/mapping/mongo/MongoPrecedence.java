package dev.lockstep.mapping.mongo;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import dev.lockstep.mapping.directory.Precedence;
import dev.lockstep.mapping.planning.PrecedenceStore;
import org.bson.Document;

/** Document {@code precedence} of the collection {@code settings}. */
final class MongoPrecedence implements PrecedenceStore {
    private static final String ID = "precedence";
    private final MongoCollection<Document> settings;

    MongoPrecedence(MongoDatabase database) {
        settings = database.getCollection("settings");
    }

    @Override
    public Precedence precedence() {
        Document document = settings.find(Filters.eq("_id", ID)).first();
        return document == null ? Precedence.LAST_WRITER : new Precedence(document.getList("sources", String.class));
    }

    @Override
    public void save(Precedence precedence) {
        settings.replaceOne(Filters.eq("_id", ID), new Document("_id", ID).append("sources", precedence.sources()),
                new ReplaceOptions().upsert(true));
    }
}
