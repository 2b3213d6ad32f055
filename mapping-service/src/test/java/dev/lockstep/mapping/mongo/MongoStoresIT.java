package dev.lockstep.mapping.mongo;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import dev.lockstep.kit.testing.TestPlatform;
import dev.lockstep.mapping.planning.AppStore;
import dev.lockstep.mapping.planning.AssignmentStore;
import dev.lockstep.mapping.planning.DecisionStore;
import dev.lockstep.mapping.planning.MembershipStore;
import dev.lockstep.mapping.planning.ObjectStore;
import dev.lockstep.mapping.planning.PrecedenceStore;
import dev.lockstep.mapping.planning.SweepStore;
import dev.lockstep.mapping.schema.SchemaArchive;
import dev.lockstep.mapping.shadow.ShadowStore;
import dev.lockstep.store.EmbeddedStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** The adapters on a store that refuses every query that no index serves. */
class MongoStoresIT extends StoreContract {
    private static EmbeddedStore store;
    private static MongoClient client;
    private static int databases;
    private MongoDatabase database;

    @BeforeAll
    static void open() {
        store = EmbeddedStore.open(TestPlatform.directory("contract"), 0, EmbeddedStore.Options.refusingUnindexedAbove(0));
        client = MongoClients.create(store.uri());
    }

    @AfterAll
    static void close() {
        client.close();
        store.close();
    }

    @BeforeEach
    void fresh() {
        database = new MongoConfiguration().mappingDatabase(client, "mapping" + ++databases);
    }

    @Override
    ObjectStore objects() {
        return new MongoObjects(database);
    }

    @Override
    MembershipStore memberships() {
        return new MongoMemberships(database);
    }

    @Override
    DecisionStore decisions() {
        return new MongoDecisions(database);
    }

    @Override
    AssignmentStore assignments() {
        return new MongoAssignments(database);
    }

    @Override
    AppStore apps() {
        return new MongoApps(database);
    }

    @Override
    SweepStore sweeps() {
        return new MongoSweeps(database);
    }

    @Override
    SchemaArchive archive() {
        return new MongoSchemaArchive(database);
    }

    @Override
    ShadowStore shadows() {
        return new MongoShadows(database);
    }

    @Override
    PrecedenceStore precedences() {
        return new MongoPrecedence(database);
    }
}
