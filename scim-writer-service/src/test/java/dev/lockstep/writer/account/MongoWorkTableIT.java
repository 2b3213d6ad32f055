package dev.lockstep.writer.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import dev.lockstep.kit.store.Indexes;
import dev.lockstep.kit.testing.TestPlatform;
import dev.lockstep.store.EmbeddedStore;
import dev.lockstep.writer.Desires;
import dev.lockstep.writer.mongo.MongoSlotTable;
import dev.lockstep.writer.mongo.MongoWorkTable;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

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

    @Test
    void rows_that_did_not_keep_since_when_they_wait_count_from_their_last_change() {
        WorkTable table = table();
        Row.Standing standing = new Row.Standing(Row.State.WAITING_FOR_REFERENCE, "t", Map.of(), 1, List.of("a/boss"), null, 77);
        table.write(List.of(new RowWrite.Insert(new Row("a/p1", "a", "p1", 1, 1, Desires.anybody("a", "p1").wish(), 1, null, null, null, 0, Due.settled(77),
                standing, Row.Progress.NONE, Row.Sync.NONE, List.of(), List.of()))));
        database.getCollection("work").updateOne(Filters.eq("_id", "a/p1"), new Document("$unset", new Document("waitsSince", "")));

        MongoWorkTable.upgrade(database);

        assertThat(table.waiting("a", null, 10)).singleElement().satisfies(row -> assertThat(row.standing().waitingSince()).isEqualTo(77));
    }
}
