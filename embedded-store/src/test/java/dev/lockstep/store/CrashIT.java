package dev.lockstep.store;

import static com.mongodb.client.model.Filters.eq;
import static dev.lockstep.store.Fixture.doc;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/** A store that is killed in the middle of writing has everything that it answered, and indexes that fit. */
class CrashIT {

    private static final int BULK = 50;

    @TempDir
    Path dir;

    /** What was answered: the last value per key, and all inserted keys. */
    private final Map<String, Integer> acknowledged = new ConcurrentHashMap<>();

    private final AtomicInteger answers = new AtomicInteger();

    @RepeatedTest(3)
    void no_answered_write_is_lost_when_the_process_is_killed() throws Exception {
        Process process = start();
        try (MongoClient client = MongoClients.create(uriOf(process))) {
            MongoCollection<Document> c = client.getDatabase("crash").getCollection("c");
            c.createIndex(doc("group", 1, "value", -1));
            c.createIndex(doc("unique", 1), new IndexOptions().unique(true));
            c.createIndex(doc("tags", 1));
            try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
                threads.submit(() -> insertUntilItDies(c, "a"));
                threads.submit(() -> insertUntilItDies(c, "b"));
                threads.submit(() -> updateUntilItDies(c, "x"));
                threads.submit(() -> updateUntilItDies(c, "y"));
                await().atMost(Duration.ofSeconds(40)).until(() -> answers.get() > 600);
                process.destroyForcibly().waitFor();
            }
        }
        assertEverythingIsThere();
    }

    private static String uriOf(Process process) throws IOException {
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = output.readLine();
        while (line != null && !line.startsWith("port ")) {
            line = output.readLine();
        }
        assertThat(line).startsWith("port ");
        return "mongodb://127.0.0.1:" + line.substring(5) + "/?serverSelectionTimeoutMS=1000&retryWrites=false";
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        StoreProcess.class.getName(),
                        dir.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private void insertUntilItDies(MongoCollection<Document> c, String prefix) {
        try {
            for (int i = 0; ; i++) {
                String id = prefix + i;
                c.insertOne(document(id, i));
                acknowledged.put(id, i);
                answers.incrementAndGet();
            }
        } catch (MongoException e) {
            // The process was killed, as planned.
        }
    }

    private void updateUntilItDies(MongoCollection<Document> c, String prefix) {
        try {
            for (int round = 0; ; round++) {
                int value = round;
                c.bulkWrite(
                        IntStream.range(0, BULK)
                                .mapToObj(i -> new UpdateOneModel<Document>(
                                        eq("_id", prefix + i),
                                        new Document("$set", document(prefix + i, value)),
                                        new UpdateOptions().upsert(true)))
                                .toList(),
                        new BulkWriteOptions().ordered(false));
                IntStream.range(0, BULK).forEach(i -> acknowledged.put(prefix + i, value));
                answers.incrementAndGet();
            }
        } catch (MongoException e) {
            // The process was killed, as planned.
        }
    }

    private static Document document(String id, int value) {
        return doc(
                "_id", id, "group", id.charAt(0) + "" + value % 7, "value", value, "unique", id + "/" + value, "tags",
                List.of("t" + value % 3, "t" + value % 5), "text", "x".repeat(300));
    }

    private void assertEverythingIsThere() {
        try (EmbeddedStore store = EmbeddedStore.open(dir, 0);
                MongoClient client = MongoClients.create(store.uri())) {
            MongoDatabase db = client.getDatabase("crash");
            Map<String, Integer> found = new ConcurrentHashMap<>();
            for (Document document : db.getCollection("c").find()) {
                found.put(document.getString("_id"), document.getInteger("value"));
            }
            List<String> lost = new ArrayList<>();
            acknowledged.forEach((id, value) -> {
                if (found.getOrDefault(id, -1) < value) {
                    lost.add(id);
                }
            });
            assertThat(lost).as("of %d acknowledged", acknowledged.size()).isEmpty();
            assertThat(db.runCommand(doc("validate", "c")))
                    .containsEntry("valid", true)
                    .containsEntry("errors", List.of());
            assertThat(db.getCollection("c").listIndexes()).hasSize(4);
        }
    }
}
