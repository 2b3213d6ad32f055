package dev.lockstep.store;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedStoreConformanceIT extends StoreConformance {

    @TempDir
    static Path dir;

    private static EmbeddedStore store;
    private static MongoClient client;

    @BeforeAll
    static void start() {
        store = EmbeddedStore.open(dir, 0);
        client = MongoClients.create(store.uri() + "/?uuidRepresentation=standard");
    }

    @AfterAll
    static void stop() {
        client.close();
        store.close();
    }

    @Override
    public MongoDatabase db() {
        return client.getDatabase("conformance");
    }
}
