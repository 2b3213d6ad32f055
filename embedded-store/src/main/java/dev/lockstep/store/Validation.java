package dev.lockstep.store;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.h2.mvstore.Cursor;

/** Compares the indexes of a collection with its documents, entry by entry: the answer to {@code validate}. */
final class Validation {

    private final CollectionTables tables;

    Validation(CollectionTables tables) {
        this.tables = tables;
    }

    Document answer(String namespace) {
        Map<SecondaryIndex, Long> expected = new LinkedHashMap<>();
        tables.indexes().forEach(index -> expected.put(index, 0L));
        List<String> errors = new ArrayList<>();
        long documents = 0;
        Cursor<Key, byte[]> cursor = tables.primary().map().cursor(null);
        while (cursor.hasNext()) {
            Key key = cursor.next();
            Document document = Bson.decode(cursor.getValue());
            documents++;
            expected.replaceAll((index, count) -> count + found(index, document, key, errors));
        }
        expected.forEach((index, count) -> {
            if (index.getCount() != count) {
                errors.add("index " + index.getName() + " has " + index.getCount() + " entries, documents have " + count);
            }
        });
        Document keys = new Document();
        expected.keySet().forEach(index -> keys.put(index.getName(), index.getCount()));
        return new Document("ns", namespace)
                .append("nrecords", documents)
                .append("nIndexes", expected.size() + 1)
                .append("keysPerIndex", keys)
                .append("valid", errors.isEmpty())
                .append("errors", errors)
                .append("ok", 1.0);
    }

    private static long found(SecondaryIndex index, Document document, Key key, List<String> errors) {
        long count = 0;
        for (SecondaryIndex.Entry entry : index.entriesOf(document, key)) {
            count++;
            if (!index.map().containsKey(entry.key())) {
                errors.add("index " + index.getName() + " lacks an entry of a document");
            }
        }
        return count;
    }
}
