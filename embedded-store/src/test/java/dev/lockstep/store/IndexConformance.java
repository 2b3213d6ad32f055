package dev.lockstep.store;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Updates.set;
import static dev.lockstep.store.Fixture.doc;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** Unique and sparse indexes, and what creating and dropping one means. */
interface IndexConformance extends Fixture {

    IndexOptions UNIQUE = new IndexOptions().unique(true);

    private static void assertDuplicate(Runnable write) {
        assertThatThrownBy(write::run)
                .isInstanceOfSatisfying(
                        MongoException.class, e -> assertThat(e.getCode()).isEqualTo(11000));
    }

    @Test
    default void a_unique_index_refuses_a_second_in_every_kind_of_write() {
        MongoCollection<Document> c = fresh();
        c.createIndex(doc("app", 1, "user", 1), UNIQUE);
        c.insertMany(List.of(doc("_id", 1, "app", "a", "user", "u"), doc("_id", 2, "app", "a", "user", "v")));
        assertDuplicate(() -> c.insertOne(doc("app", "a", "user", "u")));
        assertDuplicate(() -> c.updateOne(eq("_id", 2), set("user", "u")));
        assertDuplicate(() -> c.replaceOne(eq("_id", 2), doc("app", "a", "user", "u")));
        assertDuplicate(() -> c.updateOne(
                eq("_id", 3), doc("$set", doc("app", "a", "user", "u")), WriteConformance.UPSERT));
        assertDuplicate(() -> c.findOneAndUpdate(
                eq("_id", 3),
                doc("$set", doc("app", "a", "user", "u")),
                new FindOneAndUpdateOptions().upsert(true)));
        c.insertOne(doc("_id", 3, "app", "b", "user", "u"));
        assertThat(c.countDocuments()).isEqualTo(3);
    }

    @Test
    default void a_deleted_or_changed_document_frees_its_unique_value() {
        MongoCollection<Document> c = fresh();
        c.createIndex(doc("mail", 1), UNIQUE);
        c.insertMany(List.of(doc("_id", 1, "mail", "a"), doc("_id", 2, "mail", "b")));
        c.deleteOne(eq("_id", 1));
        c.updateOne(eq("_id", 2), set("mail", "a"));
        c.insertOne(doc("_id", 3, "mail", "b"));
        assertThat(c.find(eq("mail", "b")).first()).containsEntry("_id", 3);
    }

    @Test
    default void a_missing_value_counts_once_in_a_unique_index_and_never_in_a_sparse_one() {
        MongoCollection<Document> plain = fresh();
        plain.createIndex(doc("a", 1), UNIQUE);
        plain.insertOne(doc("_id", 1));
        assertDuplicate(() -> plain.insertOne(doc("_id", 2, "a", null)));

        MongoCollection<Document> sparse = fresh();
        sparse.createIndex(doc("a", 1), new IndexOptions().unique(true).sparse(true));
        sparse.insertMany(List.of(doc("_id", 1), doc("_id", 2), doc("_id", 3, "a", "x")));
        assertDuplicate(() -> sparse.insertOne(doc("_id", 4, "a", "x")));
        assertThat(sparse.find(exists("a", false))).hasSize(2);
        assertThat(sparse.find(exists("a"))).hasSize(1);
        assertThat(sparse.find().sort(doc("a", 1))).hasSize(3);
        assertThat(sparse.countDocuments(eq("a", null))).isEqualTo(2);
    }

    @Test
    default void elements_of_a_unique_array_are_unique_between_documents_not_within_one() {
        MongoCollection<Document> c = fresh();
        c.createIndex(doc("codes", 1), UNIQUE);
        c.insertOne(doc("_id", 1, "codes", List.of("a", "a", "b")));
        assertDuplicate(() -> c.insertOne(doc("_id", 2, "codes", List.of("c", "b"))));
        c.insertOne(doc("_id", 2, "codes", List.of("c")));
    }

    @Test
    default void an_index_on_existing_documents_is_built_and_used() {
        MongoCollection<Document> c = fresh();
        c.insertMany(IntStream.range(0, 1500).mapToObj(i -> doc("_id", i, "n", i % 10)).toList());
        c.createIndex(doc("n", 1, "_id", 1));
        assertThat(c.countDocuments(eq("n", 4))).isEqualTo(150);
        assertThat(c.find(gte("n", 8)).sort(doc("n", -1, "_id", -1)).first()).containsEntry("_id", 1499);
    }

    @Test
    default void a_unique_index_on_documents_that_break_it_is_refused() {
        MongoCollection<Document> c = fresh();
        c.insertMany(List.of(doc("a", 1), doc("a", 1)));
        assertThatThrownBy(() -> c.createIndex(doc("a", 1), UNIQUE))
                .isInstanceOfSatisfying(
                        MongoException.class, e -> assertThat(e.getCode()).isEqualTo(11000));
        assertThat(c.listIndexes()).hasSize(1);
        c.insertOne(doc("a", 1));
    }

    @Test
    default void creating_an_index_twice_is_no_change_and_with_other_options_is_refused() {
        MongoCollection<Document> c = fresh();
        c.createIndex(doc("a", 1), new IndexOptions().name("by_a"));
        c.createIndex(doc("a", 1), new IndexOptions().name("by_a"));
        assertThat(c.listIndexes().map(index -> index.getString("name"))).containsExactly("_id_", "by_a");
        assertThatThrownBy(() -> c.createIndex(doc("a", -1), new IndexOptions().name("by_a")))
                .isInstanceOfSatisfying(MongoCommandException.class, e -> assertThat(e.getCode())
                        .isEqualTo(86));
        assertThatThrownBy(() -> c.createIndex(doc("a", 1), new IndexOptions().name("other")))
                .isInstanceOfSatisfying(MongoCommandException.class, e -> assertThat(e.getCode())
                        .isEqualTo(85));
    }

    @Test
    default void a_dropped_index_is_gone_in_its_collection_only() {
        MongoCollection<Document> one = fresh();
        MongoCollection<Document> other = fresh();
        for (MongoCollection<Document> c : List.of(one, other)) {
            c.createIndex(doc("a", 1), UNIQUE.name("same"));
            c.createIndex(doc("b", 1));
        }
        one.dropIndex("same");
        one.insertMany(List.of(doc("a", 1), doc("a", 1)));
        other.insertOne(doc("a", 1));
        assertDuplicate(() -> other.insertOne(doc("a", 1)));
        one.dropIndexes();
        assertThat(one.listIndexes()).hasSize(1);
        assertThat(other.listIndexes()).hasSize(3);
    }

    @Test
    default void a_dropped_collection_starts_again_empty_and_without_indexes() {
        MongoCollection<Document> c = fresh();
        c.createIndex(doc("a", 1), UNIQUE);
        c.insertOne(doc("_id", 1, "a", 1));
        c.drop();
        assertThat(c.countDocuments()).isZero();
        c.insertMany(List.of(doc("_id", 1, "a", 1), doc("_id", 2, "a", 1)));
        assertThat(c.countDocuments(eq("a", 1))).isEqualTo(2);
        assertThat(db().listCollectionNames()).contains(c.getNamespace().getCollectionName());
    }
}
