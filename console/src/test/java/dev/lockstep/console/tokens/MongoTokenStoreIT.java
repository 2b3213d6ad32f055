package dev.lockstep.console.tokens;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.lockstep.kit.testing.TestPlatform;
import dev.lockstep.store.EmbeddedStore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class MongoTokenStoreIT extends TokenStoreContract {
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static EmbeddedStore store;
    private static MongoClient client;

    @BeforeAll
    static void open() {
        store = EmbeddedStore.open(TestPlatform.directory("token-store"), 0, EmbeddedStore.Options.refusingUnindexedAbove(0));
        client = MongoClients.create(store.uri());
    }

    @AfterAll
    static void close() {
        client.close();
        store.close();
    }

    @Override
    TokenStore store() {
        return new MongoTokenStore(client.getDatabase("tokens" + DATABASES.incrementAndGet()));
    }
}
