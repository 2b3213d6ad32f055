package dev.lockstep.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.elemMatch;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Filters.regex;
import static com.mongodb.client.model.Projections.exclude;
import static com.mongodb.client.model.Projections.excludeId;
import static com.mongodb.client.model.Projections.fields;
import static com.mongodb.client.model.Projections.include;
import static dev.lockstep.store.Fixture.doc;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.model.CountOptions;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.Test;

/** Finds and counts, which must say the same with and without an index. */
interface QueryConformance extends Fixture {

    private static List<Object> ids(Iterable<Document> documents) {
        List<Object> ids = new ArrayList<>();
        documents.forEach(document -> ids.add(document.get("_id")));
        return ids;
    }

    /** 300 events of 3 tenants with states and due times, compound and single indexes on them. */
    private MongoCollection<Document> events() {
        MongoCollection<Document> c = fresh();
        c.createIndex(doc("tenant", 1, "due", -1));
        c.createIndex(doc("state", 1, "due", 1));
        c.insertMany(IntStream.range(0, 300)
                .mapToObj(i -> doc(
                        "_id", i, "tenant", "t" + i % 3, "state", List.of("new", "run", "done").get(i / 100), "due",
                        (i * 7) % 300, "half", i % 2))
                .toList());
        return c;
    }

    @Test
    default void an_equal_prefix_with_a_range_and_a_sort_pages_without_gap_or_repeat() {
        MongoCollection<Document> c = events();
        List<Object> paged = new ArrayList<>();
        int below = Integer.MAX_VALUE;
        while (true) {
            List<Document> page = c.find(and(eq("tenant", "t1"), lt("due", below)))
                    .sort(doc("due", -1))
                    .limit(7)
                    .into(new ArrayList<>());
            if (page.isEmpty()) {
                break;
            }
            paged.addAll(ids(page));
            below = page.getLast().getInteger("due");
        }
        List<Object> expected = IntStream.range(0, 300)
                .filter(i -> i % 3 == 1)
                .boxed()
                .sorted((a, b) -> (b * 7) % 300 - (a * 7) % 300)
                .map(i -> (Object) i)
                .toList();
        assertThat(paged).isEqualTo(expected);
    }

    @Test
    default void the_same_index_serves_both_directions_with_skip_and_limit() {
        MongoCollection<Document> c = events();
        List<Object> up = ids(c.find(eq("tenant", "t0")).sort(doc("due", 1)));
        List<Object> down = ids(c.find(eq("tenant", "t0")).sort(doc("due", -1)));
        assertThat(up).hasSize(100);
        assertThat(down).isEqualTo(up.reversed());
        assertThat(ids(c.find(eq("tenant", "t0")).sort(doc("due", 1)).skip(10).limit(5)))
                .isEqualTo(up.subList(10, 15));
    }

    @Test
    default void several_states_are_merged_in_the_order_of_their_due_time() {
        MongoCollection<Document> c = events();
        List<Integer> due = c.find(and(in("state", "new", "done"), gte("due", 50)))
                .sort(doc("due", 1))
                .limit(60)
                .map(d -> d.getInteger("due"))
                .into(new ArrayList<>());
        List<Integer> expected = IntStream.range(0, 300)
                .filter(i -> i / 100 != 1 && (i * 7) % 300 >= 50)
                .map(i -> (i * 7) % 300)
                .sorted()
                .limit(60)
                .boxed()
                .toList();
        assertThat(due).isEqualTo(expected);
    }

    @Test
    default void what_the_index_does_not_know_is_filtered_afterwards() {
        MongoCollection<Document> c = events();
        assertThat(c.countDocuments(and(eq("tenant", "t2"), eq("half", 1)))).isEqualTo(50);
        assertThat(ids(c.find(and(eq("tenant", "t2"), ne("half", 1)))))
                .hasSize(50)
                .allMatch(id -> (int) id % 2 == 0);
    }

    @Test
    default void ranges_and_order_on_the_id_work() {
        MongoCollection<Document> c = events();
        assertThat(ids(c.find(and(gt("_id", 290), lt("_id", 295))).sort(doc("_id", -1))))
                .containsExactly(294, 293, 292, 291);
        assertThat(ids(c.find(gt("_id", 10)).sort(doc("_id", 1)).limit(3))).containsExactly(11, 12, 13);
        assertThat(ids(c.find(in("_id", 5, 3, 999)))).containsExactlyInAnyOrder(3, 5);
    }

    @Test
    default void counts_agree_with_finds() {
        MongoCollection<Document> c = events();
        for (Bson filter : List.of(
                eq("tenant", "t1"), and(eq("tenant", "t1"), gte("due", 100)), in("state", "new", "run"),
                and(in("state", List.of("new", "run")), lt("due", 20)), eq("tenant", "none"), gt("due", 250),
                in("state", List.of()), or(eq("tenant", "t0"), eq("state", "new")))) {
            assertThat(c.countDocuments(filter)).isEqualTo(ids(c.find(filter)).size());
        }
        assertThat(c.countDocuments()).isEqualTo(300);
        assertThat(c.estimatedDocumentCount()).isEqualTo(300);
        assertThat(c.countDocuments(eq("tenant", "t1"), new CountOptions().skip(30).limit(50))).isEqualTo(50);
    }

    @Test
    default void an_or_gives_each_document_once() {
        MongoCollection<Document> c = events();
        List<Object> found = ids(c.find(or(eq("tenant", "t0"), and(eq("state", "new"), lt("due", 100)))));
        List<Object> expected = IntStream.range(0, 300)
                .filter(i -> i % 3 == 0 || (i < 100 && (i * 7) % 300 < 100))
                .mapToObj(i -> (Object) i)
                .toList();
        assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    default void an_indexed_array_finds_a_document_by_each_element() {
        MongoCollection<Document> c = fresh();
        c.createIndex(doc("tags", 1));
        c.createIndex(doc("emails.value", 1));
        c.insertMany(List.of(
                doc("_id", 1, "tags", List.of("a", "b"), "emails", List.of(doc("value", "x@a"), doc("value", "y@a"))),
                doc("_id", 2, "tags", List.of("b", "c"), "emails", List.of(doc("value", "y@b"))),
                doc("_id", 3, "tags", List.of()),
                doc("_id", 4, "tags", "b")));
        assertThat(ids(c.find(eq("tags", "b")))).containsExactlyInAnyOrder(1, 2, 4);
        assertThat(ids(c.find(in("tags", "a", "b", "c")))).containsExactlyInAnyOrder(1, 2, 4);
        assertThat(c.countDocuments(in("tags", "a", "b"))).isEqualTo(3);
        assertThat(ids(c.find(eq("emails.value", "y@a")))).containsExactly(1);
        assertThat(ids(c.find(elemMatch("emails", eq("value", "y@b"))))).containsExactly(2);
        c.updateOne(eq("_id", 1), doc("$pull", doc("tags", "b")));
        assertThat(ids(c.find(eq("tags", "b")))).containsExactlyInAnyOrder(2, 4);
    }

    @Test
    default void a_range_on_an_array_may_be_met_by_two_elements() {
        MongoCollection<Document> c = fresh();
        c.createIndex(doc("n", 1));
        c.insertMany(List.of(doc("_id", 1, "n", List.of(1, 20)), doc("_id", 2, "n", 7)));
        assertThat(ids(c.find(and(gt("n", 5), lt("n", 10))))).containsExactlyInAnyOrder(1, 2);
        assertThat(c.countDocuments(and(gt("n", 5), lt("n", 10)))).isEqualTo(2);
        assertThat(ids(c.find(elemMatch("n", doc("$gt", 5, "$lt", 10))))).isEmpty();
    }

    @Test
    default void missing_and_null_are_found_alike_and_told_apart_by_exists() {
        MongoCollection<Document> c = fresh();
        c.createIndex(doc("lease", 1, "due", 1));
        c.insertMany(List.of(
                doc("_id", 1, "due", 2), doc("_id", 2, "lease", null, "due", 1), doc("_id", 3, "lease", "w", "due", 0)));
        assertThat(ids(c.find(eq("lease", null)).sort(doc("due", 1)))).containsExactly(2, 1);
        assertThat(ids(c.find(exists("lease", false)))).containsExactly(1);
        assertThat(ids(c.find(exists("lease")))).containsExactlyInAnyOrder(2, 3);
        assertThat(ids(c.find(ne("lease", null)))).containsExactly(3);
        assertThat(c.countDocuments(eq("lease", null))).isEqualTo(2);
    }

    @Test
    default void numbers_of_all_types_are_one_order() {
        MongoCollection<Document> c = fresh();
        c.createIndex(doc("n", 1));
        c.insertMany(List.of(
                doc("_id", 1, "n", 2), doc("_id", 2, "n", 1.5), doc("_id", 3, "n", 2L), doc("_id", 4, "n", -3.0),
                doc("_id", 5, "n", (1L << 53) + 1), doc("_id", 6, "n", "2"), doc("_id", 7, "n", 0)));
        assertThat(ids(c.find(eq("n", 2.0)))).containsExactlyInAnyOrder(1, 3);
        assertThat(ids(c.find(gte("n", 0)).sort(doc("n", 1, "_id", 1)))).containsExactly(7, 2, 1, 3, 5);
        assertThat(ids(c.find(lt("n", 0)))).containsExactly(4);
    }

    @Test
    default void dates_and_texts_are_ranges_too() {
        MongoCollection<Document> c = fresh();
        c.createIndex(doc("at", -1));
        c.createIndex(doc("name", 1));
        c.insertMany(IntStream.range(0, 20)
                .mapToObj(i -> doc("_id", i, "at", new Date(i * 1000L), "name", "n" + (char) ('a' + i)))
                .toList());
        assertThat(ids(c.find(and(gte("at", new Date(5000)), lt("at", new Date(8000)))).sort(doc("at", -1))))
                .containsExactly(7, 6, 5);
        assertThat(ids(c.find(regex("name", "^n[bc]")))).containsExactlyInAnyOrder(1, 2);
        assertThat(ids(c.find(regex("name", "^nd")))).containsExactly(3);
        assertThat(ids(c.find(gt("name", "nr")))).containsExactlyInAnyOrder(18, 19);
    }

    @Test
    default void a_projection_leaves_in_or_out() {
        MongoCollection<Document> c = fresh();
        c.insertOne(doc("_id", 1, "a", 1, "b", doc("c", 2, "d", 3)));
        assertThat(c.find().projection(include("a", "b.c")).first()).isEqualTo(doc("_id", 1, "a", 1, "b", doc("c", 2)));
        assertThat(c.find().projection(exclude("b")).first()).isEqualTo(doc("_id", 1, "a", 1));
        assertThat(c.find().projection(fields(include("a"), excludeId())).first()).isEqualTo(doc("a", 1));
    }

    @Test
    default void a_large_result_comes_in_batches_while_others_write() {
        MongoCollection<Document> c = fresh();
        c.createIndex(doc("n", 1));
        c.insertMany(IntStream.range(0, 1000).mapToObj(i -> doc("_id", i, "n", i)).toList());
        List<Object> seen = new ArrayList<>();
        try (MongoCursor<Document> cursor =
                c.find(gte("n", 0)).sort(doc("n", 1)).batchSize(50).iterator()) {
            while (cursor.hasNext()) {
                Document document = cursor.next();
                seen.add(document.get("_id"));
                if (seen.size() == 100) {
                    c.deleteMany(gte("n", 900));
                    c.insertOne(doc("_id", 5000, "n", 850.5));
                }
            }
        }
        assertThat(seen).hasSize(901).doesNotHaveDuplicates().contains(5000);
        assertThat(c.find().into(new ArrayList<>())).hasSize(901);
    }

    @Test
    default void distinct_gives_each_value_once() {
        MongoCollection<Document> c = events();
        assertThat(c.distinct("state", String.class)).containsExactlyInAnyOrder("new", "run", "done");
        assertThat(c.distinct("half", eq("tenant", "t1"), Integer.class)).containsExactlyInAnyOrder(0, 1);
    }
}
