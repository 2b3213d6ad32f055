package dev.lockstep.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static dev.lockstep.store.Fixture.doc;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.bson.Document;

/**
 * The figures in README.md. Run by hand against a {@link StoreProcess} in a JVM of its own: arguments are its port, the
 * number of documents, and the number of writing threads.
 */
final class StoreBenchmark {

    private static final int BULK = 500;
    private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);

    private final MongoCollection<Document> c;
    private final int documents;
    private final int threads;

    private StoreBenchmark(MongoCollection<Document> c, int documents, int threads) {
        this.c = c;
        this.documents = documents;
        this.threads = threads;
    }

    public static void main(String[] arguments) throws Exception {
        try (MongoClient client = MongoClients.create("mongodb://127.0.0.1:" + arguments[0])) {
            MongoCollection<Document> c = client.getDatabase("bench").getCollection("accounts");
            new StoreBenchmark(c, Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2])).run();
        }
    }

    private void run() throws Exception {
        c.createIndex(doc("app", 1, "user", 1), new IndexOptions().unique(true));
        c.createIndex(doc("app", 1, "state", 1, "at", -1));
        c.createIndex(doc("owner", 1));
        rate("bulk upsert of " + BULK + ", new documents", documents, this::upsertAll);
        rate("bulk upsert of " + BULK + ", existing documents", documents / 2, () -> upsertRandom(documents / 2));
        rate("insertOne", 8_000, () -> concurrently(8_000, i -> c.insertOne(document(documents + i))));
        rate("updateOne by _id", 8_000, () -> concurrently(
                8_000, i -> c.updateOne(eq("_id", "acc-" + i), doc("$inc", doc("version", 1)))));
        Random random = new Random(1);
        latency("find by _id", () -> c.find(eq("_id", "acc-" + random.nextInt(documents))).first());
        latency("find by unique (app, user)", () -> {
            int i = random.nextInt(documents);
            return c.find(and(eq("app", "app" + i % 5), eq("user", "user-" + i))).first();
        });
        latency("find by owner, all 10", () -> c.find(eq("owner", "owner" + random.nextInt(documents / 10)))
                .into(new ArrayList<>()));
        latency("app + state, newest 50", () -> c.find(and(eq("app", "app1"), eq("state", "failed")))
                .sort(doc("at", -1)).limit(50).into(new ArrayList<>()));
        latency("app + 2 states + range, oldest 50", () -> c.find(
                        and(eq("app", "app1"), in("state", "failed", "open"), gte("at", documents / 2)))
                .sort(doc("at", 1)).limit(50).into(new ArrayList<>()));
        latency("count by app + state", () -> c.countDocuments(and(eq("app", "app1"), eq("state", "done"))));
        latency("$in of 50 ids", () -> c.find(in("_id", IntStream.range(0, 50)
                        .mapToObj(i -> "acc-" + random.nextInt(documents)).toList())).into(new ArrayList<>()));
        long start = System.nanoTime();
        c.countDocuments(eq("version", -1));
        System.out.printf("full scan with filter              %8.0f ms%n", (System.nanoTime() - start) / 1e6);
    }

    private Document document(int i) {
        return doc(
                "app", "app" + i % 5, "user", "user-" + i, "owner", "owner" + i / 10, "state",
                List.of("done", "done", "done", "open", "failed").get(i % 7 % 5), "at", i, "version", 1, "attributes",
                doc("displayName", "Person Number " + i, "mail", "user-" + i + "@example.org", "title", "x".repeat(680)));
    }

    private void upsertAll() throws Exception {
        concurrently(documents / BULK, bulk -> c.bulkWrite(
                IntStream.range(bulk * BULK, (bulk + 1) * BULK).mapToObj(this::upsert).toList(),
                new BulkWriteOptions().ordered(false)));
    }

    private void upsertRandom(int count) throws Exception {
        Random random = new Random(2);
        int[] picked = random.ints(count, 0, documents).toArray();
        concurrently(count / BULK, bulk -> c.bulkWrite(
                Arrays.stream(picked, bulk * BULK, (bulk + 1) * BULK)
                        .mapToObj(i -> new UpdateOneModel<Document>(
                                eq("_id", "acc-" + i), doc("$inc", doc("version", 1), "$set", doc("at", -i)), UPSERT))
                        .toList(),
                new BulkWriteOptions().ordered(false)));
    }

    private UpdateOneModel<Document> upsert(int i) {
        return new UpdateOneModel<>(eq("_id", "acc-" + i), new Document("$set", document(i)), UPSERT);
    }

    private interface Work {
        void run() throws Exception;
    }

    private static void rate(String what, int count, Work work) throws Exception {
        long start = System.nanoTime();
        work.run();
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf("%-40s %8.0f documents/s%n", what, count / seconds);
    }

    private void concurrently(int count, IntConsumer work) throws Exception {
        AtomicInteger next = new AtomicInteger();
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> all = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                all.add(pool.submit(() -> {
                    for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                        work.accept(i);
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
    }

    private static void latency(String what, Callable<?> query) throws Exception {
        double[] millis = new double[400];
        for (int i = 0; i < millis.length; i++) {
            long start = System.nanoTime();
            query.call();
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(millis, 100, millis.length);
        System.out.printf("%-34s median %6.2f ms, 95%% %6.2f ms%n", what, millis[250], millis[385]);
    }
}
