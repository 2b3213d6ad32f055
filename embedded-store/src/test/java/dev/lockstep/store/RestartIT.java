package dev.lockstep.store;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static dev.lockstep.store.Fixture.doc;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.model.IndexOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One store over time: restarts, expiry, the size of the file. */
class RestartIT {

    @TempDir
    Path dir;

    @Test
    void documents_and_indexes_are_there_after_a_restart() {
        try (RunningStore running = RunningStore.open(dir)) {
            MongoCollection<Document> c = running.db().getCollection("c");
            c.createIndex(doc("n", 1), new IndexOptions().unique(true));
            c.createIndex(doc("tags", 1));
            c.insertMany(IntStream.range(0, 200)
                    .mapToObj(i -> doc("_id", "k" + i, "n", i, "tags", List.of("even" + i % 2, "all")))
                    .toList());
        }
        try (RunningStore running =
                RunningStore.open(dir, EmbeddedStore.Options.refusingUnindexedAbove(10))) {
            MongoCollection<Document> c = running.db().getCollection("c");
            assertThat(c.countDocuments()).isEqualTo(200);
            assertThat(c.find(gte("n", 190)).sort(doc("n", -1)).map(d -> d.getInteger("n")).first()).isEqualTo(199);
            assertThat(c.countDocuments(eq("tags", "even1"))).isEqualTo(100);
            assertThatThrownBy(() -> c.insertOne(doc("n", 5))).hasMessageContaining("E11000");
            assertThat(c.listIndexes()).hasSize(3);
            assertThat(running.db().runCommand(doc("validate", "c"))).containsEntry("valid", true);
        }
    }

    @Test
    void a_file_in_use_is_not_opened_twice() {
        try (EmbeddedStore store = EmbeddedStore.open(dir, 0)) {
            assertThatThrownBy(() -> EmbeddedStore.open(dir, 0))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("another process may have it open");
            assertThatThrownBy(() -> EmbeddedStore.open(dir.resolve("other"), store.port()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("is the port in use?");
        }
        EmbeddedStore.open(dir, 0).close();
        EmbeddedStore.open(dir.resolve("other"), 0).close();
    }

    @Test
    void documents_disappear_when_their_time_is_over() {
        EmbeddedStore.Options options = EmbeddedStore.Options.defaults().withExpirySweep(Duration.ofMillis(100));
        try (RunningStore running = RunningStore.open(dir, options)) {
            MongoCollection<Document> c = running.db().getCollection("c");
            c.createIndex(doc("at", 1), new IndexOptions().expireAfter(3600L, TimeUnit.SECONDS));
            Instant now = Instant.now();
            c.insertMany(List.of(
                    doc("_id", "old", "at", Date.from(now.minus(Duration.ofHours(2)))),
                    doc("_id", "new", "at", Date.from(now)), doc("_id", "never"),
                    doc("_id", "text", "at", "2001-01-01")));
            await().atMost(Duration.ofSeconds(10)).until(() -> c.countDocuments() == 3);
            assertThat(c.find(eq("_id", "old")).first()).isNull();
        }
    }

    @Test
    void the_file_stays_within_a_few_times_its_content_under_many_small_commits() {
        try (RunningStore running = RunningStore.open(dir)) {
            MongoCollection<Document> c = running.db().getCollection("c");
            c.createIndex(doc("n", 1));
            String text = "x".repeat(900);
            c.insertMany(IntStream.range(0, 4000)
                    .mapToObj(i -> doc("_id", i, "n", i, "text", text))
                    .toList());
            long content = running.store().stats().fileBytes();
            for (int i = 0; i < 4000; i++) {
                c.updateOne(eq("_id", i * 37 % 4000), doc("$inc", doc("n", 1)));
            }
            EmbeddedStore.Stats stats = running.store().stats();
            assertThat(stats.documentsWritten()).isGreaterThanOrEqualTo(8000);
            assertThat(stats.commits()).isBetween(4000L, 4100L);
            assertThat(stats.fileBytes()).isLessThan(content + 60_000_000);
            assertThat(c.countDocuments(gte("n", 0))).isEqualTo(4000);
        }
    }

    @Test
    void an_open_cursor_reads_on_while_the_file_is_rewritten() {
        try (RunningStore running = RunningStore.open(dir)) {
            MongoCollection<Document> c = running.db().getCollection("c");
            c.insertMany(IntStream.range(0, 2000).mapToObj(i -> doc("_id", i, "n", 0)).toList());
            int seen = 0;
            try (MongoCursor<Document> cursor = c.find().batchSize(10).iterator()) {
                while (cursor.hasNext()) {
                    cursor.next();
                    if (seen++ % 20 == 0) {
                        c.updateMany(doc(), doc("$inc", doc("n", 1)));
                    }
                }
            }
            assertThat(seen).isEqualTo(2000);
            assertThat(c.countDocuments(eq("n", 100))).isEqualTo(2000);
        }
    }
}
