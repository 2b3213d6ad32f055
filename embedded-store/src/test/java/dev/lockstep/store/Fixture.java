package dev.lockstep.store;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.Document;

/** What the conformance tests need of a store. */
interface Fixture {

    AtomicInteger COLLECTIONS = new AtomicInteger();

    MongoDatabase db();

    /** A collection that no other test uses. */
    default MongoCollection<Document> fresh() {
        return db().getCollection("c" + COLLECTIONS.incrementAndGet() + "_" + System.nanoTime());
    }

    static Document doc(Object... pairs) {
        Document document = new Document();
        for (int i = 0; i < pairs.length; i += 2) {
            document.append((String) pairs[i], pairs[i + 1]);
        }
        return document;
    }
}
