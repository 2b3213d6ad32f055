package dev.lockstep.store;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.mongodb.MongoDBContainer;

/** Skipped where there is no container runtime. */
@Testcontainers(disabledWithoutDocker = true)
class MongoConformanceIT extends StoreConformance {

    @Container
    static final MongoDBContainer MONGO = new MongoDBContainer("mongo:8");

    private static MongoClient client;

    @BeforeAll
    static void connect() {
        client = MongoClients.create(MONGO.getConnectionString() + "/?uuidRepresentation=standard");
    }

    @AfterAll
    static void disconnect() {
        client.close();
    }

    @Override
    public MongoDatabase db() {
        return client.getDatabase("conformance");
    }
}
