package dev.lockstep.store;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.set;
import static dev.lockstep.store.Fixture.doc;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** Many writes in one command, and many writers at once. */
interface BulkConformance extends Fixture {

    UpdateOptions UPSERTING = new UpdateOptions().upsert(true);

    private static WriteModel<Document> upsert(Object id, int value) {
        return new UpdateOneModel<>(eq("_id", id), set("v", value), UPSERTING);
    }

    @Test
    default void a_mixed_bulk_reports_what_it_did() {
        MongoCollection<Document> c = fresh();
        c.insertOne(doc("_id", "old", "v", 0));
        BulkWriteResult result = c.bulkWrite(List.of(
                new InsertOneModel<>(doc("_id", "new")), upsert("up", 1), upsert("old", 1),
                new DeleteOneModel<>(eq("_id", "new"))));
        assertThat(result.getInsertedCount()).isEqualTo(1);
        assertThat(result.getUpserts()).singleElement().satisfies(u -> {
            assertThat(u.getIndex()).isEqualTo(1);
            assertThat(u.getId().asString().getValue()).isEqualTo("up");
        });
        assertThat(result.getMatchedCount()).isEqualTo(1);
        assertThat(result.getModifiedCount()).isEqualTo(1);
        assertThat(result.getDeletedCount()).isEqualTo(1);
    }

    @Test
    default void an_ordered_bulk_of_inserts_stops_at_the_duplicate() {
        MongoCollection<Document> c = fresh();
        MongoBulkWriteException e = catchThrowableOfType(
                MongoBulkWriteException.class,
                () -> c.insertMany(List.of(doc("_id", 1), doc("_id", 1), doc("_id", 2))));
        assertThat(e.getWriteErrors()).singleElement().satisfies(error -> {
            assertThat(error.getIndex()).isEqualTo(1);
            assertThat(error.getCode()).isEqualTo(11000);
        });
        assertThat(e.getWriteResult().getInsertedCount()).isEqualTo(1);
        assertThat(c.countDocuments()).isEqualTo(1);
    }

    @Test
    default void an_unordered_bulk_of_inserts_counts_only_what_it_stored() {
        MongoCollection<Document> c = fresh();
        MongoBulkWriteException e = catchThrowableOfType(
                MongoBulkWriteException.class,
                () -> c.insertMany(
                        List.of(doc("_id", 1), doc("_id", 1), doc("_id", 2)), new InsertManyOptions().ordered(false)));
        assertThat(e.getWriteErrors()).hasSize(1);
        assertThat(e.getWriteResult().getInsertedCount()).isEqualTo(2);
        assertThat(c.countDocuments()).isEqualTo(2);
    }

    @Test
    default void an_ordered_bulk_of_upserts_stops_at_the_first_error_and_an_unordered_one_goes_on() {
        for (boolean ordered : new boolean[] {true, false}) {
            MongoCollection<Document> c = fresh();
            c.createIndex(doc("v", 1), new IndexOptions().unique(true));
            MongoBulkWriteException e = catchThrowableOfType(
                    MongoBulkWriteException.class,
                    () -> c.bulkWrite(
                            List.of(upsert("a", 1), upsert("b", 1), upsert("c", 3)),
                            new BulkWriteOptions().ordered(ordered)));
            assertThat(e.getWriteErrors()).singleElement().satisfies(error -> {
                assertThat(error.getIndex()).isEqualTo(1);
                assertThat(error.getCode()).isEqualTo(11000);
            });
            assertThat(e.getWriteResult().getUpserts()).hasSize(ordered ? 1 : 2);
            assertThat(c.countDocuments()).isEqualTo(ordered ? 1 : 2);
        }
    }

    @Test
    default void a_bulk_of_two_thousand_upserts_stores_all_and_again_changes_all() {
        MongoCollection<Document> c = fresh();
        for (int round = 1; round <= 2; round++) {
            int value = round;
            BulkWriteResult result = c.bulkWrite(
                    IntStream.range(0, 2000).mapToObj(i -> upsert(i, value)).toList(),
                    new BulkWriteOptions().ordered(false));
            assertThat(result.getUpserts()).hasSize(round == 1 ? 2000 : 0);
            assertThat(result.getModifiedCount()).isEqualTo(round == 1 ? 0 : 2000);
        }
        assertThat(c.countDocuments(eq("v", 2))).isEqualTo(2000);
    }

    @Test
    default void concurrent_increments_and_upserts_lose_nothing() throws Exception {
        MongoCollection<Document> c = fresh();
        c.createIndex(doc("n", 1));
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<?>> all = new ArrayList<>();
            for (int t = 0; t < 8; t++) {
                int thread = t;
                all.add(threads.submit(() -> {
                    for (int i = 0; i < 50; i++) {
                        c.updateOne(eq("_id", "counter"), inc("n", 1), UPSERTING);
                        c.updateOne(eq("_id", "k" + i), inc("n", 1), UPSERTING);
                        c.insertOne(doc("_id", thread + "/" + i, "n", -1));
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        assertThat(c.find(eq("_id", "counter")).first()).containsEntry("n", 400);
        assertThat(c.countDocuments(eq("n", 8))).isEqualTo(50);
        assertThat(c.countDocuments(eq("n", -1))).isEqualTo(400);
    }

    @Test
    default void concurrent_claims_give_each_task_to_one_worker() throws Exception {
        MongoCollection<Document> c = fresh();
        c.createIndex(doc("state", 1, "due", 1));
        c.insertMany(IntStream.range(0, 100)
                .mapToObj(i -> doc("_id", i, "state", "open", "due", i))
                .toList());
        List<Object> claimed = Collections.synchronizedList(new ArrayList<>());
        try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
            List<Future<?>> all = new ArrayList<>();
            for (int t = 0; t < 6; t++) {
                all.add(threads.submit(() -> {
                    Document task = c.findOneAndUpdate(eq("state", "open"), set("state", "taken"));
                    while (task != null) {
                        claimed.add(task.get("_id"));
                        task = c.findOneAndUpdate(eq("state", "open"), set("state", "taken"));
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        assertThat(claimed).hasSize(100).doesNotHaveDuplicates();
    }
}
