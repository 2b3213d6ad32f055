package dev.lockstep.kit.store;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexOptions;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;

/** The indexes of a service, created at start. Building one that exists is free. */
public final class Indexes {
    private record Index(String collection, Document keys, boolean unique) {
    }

    private final List<Index> indexes = new ArrayList<>();

    /** @param fields ascending; a leading {@code -} makes one descending */
    public Indexes on(String collection, String... fields) {
        indexes.add(new Index(collection, keys(fields), false));
        return this;
    }

    public Indexes unique(String collection, String... fields) {
        indexes.add(new Index(collection, keys(fields), true));
        return this;
    }

    public void create(MongoDatabase database) {
        for (Index index : indexes) {
            database.getCollection(index.collection()).createIndex(index.keys(), new IndexOptions().unique(index.unique()));
        }
    }

    private static Document keys(String... fields) {
        Document keys = new Document();
        for (String field : fields) {
            if (field.startsWith("-")) {
                keys.append(field.substring(1), -1);
            } else {
                keys.append(field, 1);
            }
        }
        return keys;
    }
}
