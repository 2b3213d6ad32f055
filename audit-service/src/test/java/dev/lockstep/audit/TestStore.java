package dev.lockstep.audit;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import dev.lockstep.kit.testing.TestPlatform;
import dev.lockstep.store.EmbeddedStore;
import java.util.concurrent.atomic.AtomicInteger;

/** One store for all tests of this JVM; it refuses queries that no index serves. */
public final class TestStore {
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private TestStore() {
    }

    private static final class Running {
        static final EmbeddedStore STORE =
                EmbeddedStore.open(TestPlatform.directory("store"), 0, EmbeddedStore.Options.refusingUnindexedAbove(20));
        static final MongoClient CLIENT = MongoClients.create(STORE.uri());
    }

    public static String uri() {
        return Running.STORE.uri();
    }

    public static MongoDatabase database() {
        return Running.CLIENT.getDatabase("audit_" + DATABASES.incrementAndGet());
    }
}
