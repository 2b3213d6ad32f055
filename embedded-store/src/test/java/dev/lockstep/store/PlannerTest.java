package dev.lockstep.store;

import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.backend.DefaultQueryMatcher;
import de.bwaldvogel.mongo.backend.DocumentComparator;
import de.bwaldvogel.mongo.backend.QueryMatcher;
import de.bwaldvogel.mongo.bson.Document;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which way is taken to the documents, and that every way finds the same. */
class PlannerTest {

    @TempDir
    Path dir;

    private StoreFile file;
    private StoreCollection collection;
    private Planner planner;
    private final List<Document> documents = new ArrayList<>();

    @BeforeEach
    void open() {
        file = new StoreFile(dir.resolve("store.mv"), EmbeddedStore.Options.defaults());
        StoreBackend backend = new StoreBackend(file, EmbeddedStore.Options.defaults());
        StoreDatabase database = (StoreDatabase) backend.resolveDatabase("db");
        collection = (StoreCollection) database.resolveOrCreateCollection("c");
        CollectionTables tables = new CollectionTables(file, new LongAdder(), "db.planned", "_id");
        planner = new Planner(tables);
        index(tables, "ab", new IndexDefinition.Field("a", true), new IndexDefinition.Field("b", false));
        index(tables, "b", new IndexDefinition.Field("b", true));
        index(tables, "cab", new IndexDefinition.Field("c", false), new IndexDefinition.Field("a", true),
                new IndexDefinition.Field("b", true));
        Random random = new Random(7);
        for (int i = 0; i < 800; i++) {
            Document document = new Document("_id", i)
                    .append("a", random.nextInt(10))
                    .append("b", random.nextInt(100))
                    .append("c", random.nextInt(4) == 0 ? null : "c" + random.nextInt(3));
            documents.add(document);
            tables.put(new Key(OrderedBytes.of(i)), null, document);
        }
        search = (filter, sort, limit) -> {
            Plan plan = planner.plan(filter, sort, limit);
            List<Document> found = new ArrayList<>();
            new Search(tables, filter, sort, 0, limit, plan).forEachRemaining(found::add);
            return found;
        };
    }

    private interface Finder {
        List<Document> find(Document filter, Document sort, int limit);
    }

    private Finder search = (filter, sort, limit) -> List.of();

    private void index(CollectionTables tables, String name, IndexDefinition.Field... fields) {
        tables.add(new IndexDefinition(name, List.of(fields), false, false), collection);
    }

    @AfterEach
    void close() {
        file.close();
    }

    private Plan.Walk walk(Document filter, Document sort, int limit) {
        return (Plan.Walk) planner.plan(filter, sort, limit);
    }

    @Test
    void the_index_with_the_fewest_entries_is_taken() {
        assertThat(walk(new Document("a", 1).append("b", 5), new Document(), 0).path().name()).isIn("ab", "cab");
        assertThat(walk(new Document("b", 5), new Document(), 0).path().name()).isEqualTo("b");
        assertThat(walk(new Document("_id", 5).append("b", 5), new Document(), 0).path().name()).isEqualTo("_id_");
    }

    @Test
    void an_index_in_the_requested_order_is_walked_without_sorting() {
        Plan.Walk forward = walk(new Document("a", 1), new Document("b", -1), 10);
        assertThat(forward.path().name()).isEqualTo("ab");
        assertThat(forward.sorted()).isTrue();
        assertThat(forward.reverse()).isFalse();
        assertThat(walk(new Document("a", 1), new Document("b", 1), 10).reverse()).isTrue();
        Plan.Walk merged = walk(
                new Document("a", new Document("$in", List.of(1, 2, 3))), new Document("b", -1), 10);
        assertThat(merged.sorted()).isTrue();
    }

    @Test
    void a_filter_that_the_entries_answer_is_covered() {
        assertThat(walk(new Document("a", 1).append("b", new Document("$gt", 5)), new Document(), 0)
                        .covered())
                .isTrue();
        assertThat(walk(new Document("a", 1).append("x", 5), new Document(), 0).covered()).isFalse();
        assertThat(walk(new Document("c", null), new Document(), 0).covered()).isFalse();
    }

    @Test
    void no_index_serves_a_field_that_has_none() {
        assertThat(walk(new Document("x", 1), new Document(), 0).indexed()).isFalse();
    }

    @Test
    void every_way_finds_what_a_look_at_each_document_finds() {
        Random random = new Random(11);
        for (int round = 0; round < 600; round++) {
            Document filter = new Document();
            if (random.nextBoolean()) {
                filter.put("a", condition(random, 10));
            }
            if (random.nextBoolean()) {
                filter.put("b", condition(random, 100));
            }
            if (random.nextInt(3) == 0) {
                filter.put("c", random.nextBoolean() ? null : new Document("$gte", "c1"));
            }
            Document sort = sort(random);
            int limit = random.nextInt(3) * 40;
            assertSame(filter, sort, limit);
        }
    }

    private void assertSame(Document filter, Document sort, int limit) {
        QueryMatcher matcher = new DefaultQueryMatcher();
        List<Document> expected = new ArrayList<>(
                documents.stream().filter(document -> matcher.matches(document, filter)).toList());
        List<Document> found = search.find(filter, sort, limit);
        int size = limit == 0 ? expected.size() : Math.min(limit, expected.size());
        assertThat(found).as("%s %s %d", filter, sort, limit).hasSize(size);
        assertThat(ids(found)).hasSize(size);
        assertThat(ids(expected).containsAll(ids(found))).isTrue();
        if (!sort.isEmpty()) {
            Comparator<Document> order = new DocumentComparator(sort);
            expected.sort(order);
            assertThat(IntStream.range(0, size).allMatch(i -> order.compare(found.get(i), expected.get(i)) == 0))
                    .as("%s %s", filter, sort)
                    .isTrue();
        }
    }

    private static Set<Object> ids(List<Document> found) {
        return found.stream().map(document -> document.get("_id")).collect(Collectors.toSet());
    }

    private static Object condition(Random random, int bound) {
        return switch (random.nextInt(5)) {
            case 0 -> random.nextInt(bound);
            case 1 -> new Document("$in", random.ints(3, 0, bound).boxed().toList());
            case 2 -> new Document("$gt", random.nextInt(bound)).append("$lte", random.nextInt(bound));
            case 3 -> new Document("$lt", random.nextDouble() * bound);
            default -> new Document("$ne", random.nextInt(bound));
        };
    }

    private static Document sort(Random random) {
        Document sort = new Document();
        List<String> fields = List.of("a", "b", "c", "_id");
        for (int i = random.nextInt(3); i > 0; i--) {
            sort.put(fields.get(random.nextInt(4)), random.nextBoolean() ? 1 : -1);
        }
        return sort;
    }
}
