package dev.lockstep.writer.account;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import dev.lockstep.kit.store.Indexes;
import dev.lockstep.kit.testing.TestPlatform;
import dev.lockstep.store.EmbeddedStore;
import dev.lockstep.writer.mongo.MongoSlotTable;
import dev.lockstep.writer.mongo.MongoWorkTable;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The real adapter on the embedded store, which refuses what no index serves. */
class MongoWorkTableIT extends WorkTableContract {
    private static EmbeddedStore store;
    private static MongoClient client;
    private MongoDatabase database;

    @BeforeAll
    static void open() {
        store = EmbeddedStore.open(TestPlatform.directory("store"), 0, EmbeddedStore.Options.refusingUnindexedAbove(0));
        client = MongoClients.create(store.uri());
    }

    @AfterAll
    static void close() {
        client.close();
        store.close();
    }

    @Override
    WorkTable table() {
        database = client.getDatabase("t" + UUID.randomUUID().toString().substring(0, 8));
        MongoWorkTable.indexes(new Indexes()).create(database);
        return new MongoWorkTable(database);
    }

    @Override
    SlotTable slots() {
        return new MongoSlotTable(database);
    }
}
