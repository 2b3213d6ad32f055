package dev.lockstep.store;

import static dev.lockstep.store.Fixture.doc;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoCollection;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** The aggregation stages that the services use. */
interface AggregationConformance extends Fixture {

    private MongoCollection<Document> operations() {
        MongoCollection<Document> c = fresh();
        c.createIndex(doc("app", 1, "at", 1));
        c.insertMany(IntStream.range(0, 60)
                .mapToObj(i -> doc("_id", i, "app", "app" + i % 3, "at", i, "ok", i % 4 != 0, "user", "u" + i % 5))
                .toList());
        return c;
    }

    private static List<Document> run(MongoCollection<Document> c, Document... stages) {
        return c.aggregate(List.of(stages)).into(new ArrayList<>());
    }

    @Test
    default void a_match_is_grouped_counted_and_sorted() {
        assertThat(run(
                        operations(),
                        doc("$match", doc("app", doc("$in", List.of("app0", "app1")), "at", doc("$gte", 30))),
                        doc(
                                "$group",
                                doc(
                                        "_id", "$app", "n", doc("$sum", 1), "failed",
                                        doc("$sum", doc("$cond", List.of("$ok", 0, 1))), "latest", doc("$max", "$at"))),
                        doc("$sort", doc("_id", 1))))
                .containsExactly(
                        doc("_id", "app0", "n", 10, "failed", 2, "latest", 57),
                        doc("_id", "app1", "n", 10, "failed", 2, "latest", 58));
    }

    @Test
    default void the_first_of_each_group_follows_the_order_before_it() {
        assertThat(run(
                        operations(),
                        doc("$match", doc("app", "app0")),
                        doc("$sort", doc("app", 1, "at", -1)),
                        doc("$group", doc("_id", "$user", "last", doc("$first", "$at"))),
                        doc("$sort", doc("last", -1)),
                        doc("$limit", 2)))
                .containsExactly(doc("_id", "u2", "last", 57), doc("_id", "u4", "last", 54));
    }

    @Test
    default void match_sort_skip_and_limit_are_a_page() {
        assertThat(run(
                        operations(),
                        doc("$match", doc("app", "app2")),
                        doc("$sort", doc("at", -1)),
                        doc("$skip", 1),
                        doc("$limit", 2),
                        doc("$project", doc("at", 1))))
                .containsExactly(doc("_id", 56, "at", 56), doc("_id", 53, "at", 53));
    }

    @Test
    default void a_count_stage_counts_and_says_nothing_of_nothing() {
        MongoCollection<Document> c = operations();
        assertThat(run(c, doc("$match", doc("app", "app1")), doc("$count", "n"))).containsExactly(doc("n", 20));
        assertThat(run(c, doc("$match", doc("app", "none")), doc("$count", "n"))).isEmpty();
    }

    @Test
    default void a_group_of_all_sums_over_everything() {
        assertThat(run(operations(), doc("$group", doc("_id", null, "sum", doc("$sum", "$at")))))
                .containsExactly(doc("_id", null, "sum", 1770));
    }

    @Test
    default void a_lookup_joins_by_an_indexed_field() {
        MongoCollection<Document> c = operations();
        MongoCollection<Document> users = fresh();
        users.insertMany(List.of(doc("_id", "u1", "name", "one"), doc("_id", "u2", "name", "two")));
        assertThat(run(
                        c,
                        doc("$match", doc("_id", 11)),
                        doc(
                                "$lookup",
                                doc(
                                        "from", users.getNamespace().getCollectionName(), "localField", "user",
                                        "foreignField", "_id", "as", "who")),
                        doc("$unwind", "$who"),
                        doc("$project", doc("name", "$who.name"))))
                .containsExactly(doc("_id", 11, "name", "one"));
    }

    @Test
    default void a_large_aggregation_comes_in_batches() {
        MongoCollection<Document> c = fresh();
        c.insertMany(IntStream.range(0, 500).mapToObj(i -> doc("_id", i)).toList());
        assertThat(c.aggregate(List.of(doc("$sort", doc("_id", 1)))).batchSize(40).into(new ArrayList<>()))
                .hasSize(500);
    }
}
