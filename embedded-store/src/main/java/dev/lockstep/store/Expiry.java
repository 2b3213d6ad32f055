package dev.lockstep.store;

import de.bwaldvogel.mongo.bson.Document;
import java.time.Clock;
import java.time.Instant;

/** Removes documents whose time in a TTL index is over. */
final class Expiry {

    /** Removed at once, so that writers of the collection get their turn in between. */
    private static final int BATCH = 500;

    private final Clock clock;

    Expiry(Clock clock) {
        this.clock = clock;
    }

    /** Returns how many documents were removed. */
    long removeExpired(StoreDatabase database) {
        StoreCollection indexes = database.collection(StoreDatabase.INDEXES);
        if (indexes == null) {
            return 0;
        }
        return indexes.stream(new Document(), new Document(), 0, 0)
                .filter(index -> index.get("expireAfterSeconds") instanceof Number)
                .mapToLong(index -> removeExpired(database, index))
                .sum();
    }

    private long removeExpired(StoreDatabase database, Document index) {
        String namespace = index.get("ns").toString();
        StoreCollection collection =
                database.collection(namespace.substring(database.getDatabaseName().length() + 1));
        if (collection == null) {
            return 0;
        }
        String field = ((Document) index.get("key")).keySet().iterator().next();
        Instant over = clock.instant().minusSeconds(((Number) index.get("expireAfterSeconds")).longValue());
        long removed = 0;
        int last = BATCH;
        while (last == BATCH) {
            last = collection.deleteDocuments(new Document(field, new Document("$lte", over)), BATCH);
            removed += last;
        }
        return removed;
    }
}
