package dev.lockstep.writer.delivery;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import dev.lockstep.kit.store.Indexes;
import dev.lockstep.kit.testing.TestPlatform;
import dev.lockstep.store.EmbeddedStore;
import dev.lockstep.writer.mongo.MongoApprovals;
import dev.lockstep.writer.mongo.MongoPaces;
import dev.lockstep.writer.mongo.MongoRemovals;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The real adapters on the embedded store, which refuses what no index serves. */
class MongoSafeguardStoresIT extends SafeguardStoresContract {
    private EmbeddedStore store;
    private MongoClient client;
    private MongoDatabase database;

    @BeforeEach
    void open() {
        store = EmbeddedStore.open(TestPlatform.directory("store"), 0, EmbeddedStore.Options.refusingUnindexedAbove(0));
        client = MongoClients.create(store.uri());
        database = client.getDatabase("t" + UUID.randomUUID().toString().substring(0, 8));
        MongoRemovals.indexes(new Indexes()).create(database);
    }

    @AfterEach
    void close() {
        client.close();
        store.close();
    }

    @Override
    Removals removals() {
        return new MongoRemovals(database);
    }

    @Override
    Paces paces() {
        return new MongoPaces(database);
    }

    @Override
    Approvals approvals() {
        return new MongoApprovals(database);
    }
}
