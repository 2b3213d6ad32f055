package dev.lockstep.writer.survey;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import dev.lockstep.kit.store.Indexes;
import dev.lockstep.kit.testing.TestPlatform;
import dev.lockstep.store.EmbeddedStore;
import dev.lockstep.writer.mongo.MongoFindings;
import dev.lockstep.writer.mongo.MongoSightings;
import dev.lockstep.writer.mongo.MongoSurveys;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** The real adapters on the embedded store, which refuses what no index serves. */
class MongoSurveyStoresIT extends SurveyStoresContract {
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

    @BeforeEach
    void fresh() {
        database = client.getDatabase("t" + UUID.randomUUID().toString().substring(0, 8));
        MongoSurveys.indexes(MongoSightings.indexes(MongoFindings.indexes(new Indexes()))).create(database);
    }

    @Override
    Surveys surveys() {
        return new MongoSurveys(database);
    }

    @Override
    Sightings sightings() {
        return new MongoSightings(database);
    }

    @Override
    Findings findings() {
        return new MongoFindings(database);
    }
}
