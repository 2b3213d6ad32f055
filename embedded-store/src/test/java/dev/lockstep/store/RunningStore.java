package dev.lockstep.store;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import java.nio.file.Path;

/** A store with a client, for one test. */
record RunningStore(EmbeddedStore store, MongoClient client) implements AutoCloseable {

    static RunningStore open(Path dir, EmbeddedStore.Options options) {
        EmbeddedStore store = EmbeddedStore.open(dir, 0, options);
        return new RunningStore(store, MongoClients.create(store.uri() + "/?uuidRepresentation=standard"));
    }

    static RunningStore open(Path dir) {
        return open(dir, EmbeddedStore.Options.defaults());
    }

    MongoDatabase db() {
        return client.getDatabase("test");
    }

    @Override
    public void close() {
        client.close();
        store.close();
    }
}
