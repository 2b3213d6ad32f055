package dev.lockstep.ingest;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import java.util.UUID;

/** Fresh databases in the embedded store. */
public final class TestStore {
    private static final MongoClient CLIENT = MongoClients.create(RunningIngest.storeUri());

    private TestStore() {
    }

    public static MongoDatabase database() {
        return CLIENT.getDatabase("t" + UUID.randomUUID().toString().replace("-", ""));
    }
}
