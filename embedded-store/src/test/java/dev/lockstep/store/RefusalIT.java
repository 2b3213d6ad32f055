package dev.lockstep.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Updates.set;
import static dev.lockstep.store.Fixture.doc;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoClientException;
import com.mongodb.MongoException;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Collation;
import com.mongodb.client.model.CreateCollectionOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.ValidationOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bson.Document;
import org.bson.types.Decimal128;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What would be silently wrong is an error that says so, and never quotes a value. */
class RefusalIT {

    private static final int LIMIT = 100;

    @TempDir
    static Path dir;

    private static RunningStore running;
    private static MongoCollection<Document> large;

    @BeforeAll
    static void start() {
        running = RunningStore.open(dir, EmbeddedStore.Options.refusingUnindexedAbove(LIMIT));
        large = running.db().getCollection("large");
        large.createIndex(doc("indexed", 1));
        large.createIndex(doc("deadline", 1), new IndexOptions().sparse(true));
        large.insertMany(IntStream.rangeClosed(0, LIMIT)
                .mapToObj(i -> doc("_id", i, "indexed", i, "other", "Ines"))
                .toList());
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    private static void assertRefused(int code, String message, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(MongoException.class, e -> {
            assertThat(e.getCode()).isEqualTo(code);
            assertThat(e).hasMessageContaining(message);
        });
    }

    private static void assertUnsupported(String what, ThrowingCallable call) {
        assertRefused(115, what, call);
    }

    private static void assertUnindexed(ThrowingCallable call) {
        assertRefused(291, "[other] in collection test.large of 101 documents", call);
        assertThatThrownBy(call).hasMessageNotContaining("Ines");
    }

    @Test
    void a_filter_without_index_is_refused_on_a_large_collection_in_every_command() {
        Document filter = doc("other", "Ines");
        assertUnindexed(() -> large.find(filter).first());
        assertUnindexed(() -> large.countDocuments(filter));
        assertUnindexed(() -> large.updateMany(filter, set("a", 1)));
        assertUnindexed(() -> large.findOneAndUpdate(filter, set("a", 1)));
        assertUnindexed(() -> large.deleteMany(filter));
        assertUnindexed(() -> large.distinct("indexed", filter, Integer.class).first());
        assertUnindexed(() -> large.aggregate(List.of(doc("$match", filter))).first());
    }

    @Test
    void a_sort_without_index_of_a_large_collection_is_refused() {
        assertRefused(
                291, "sorted by [other]", () -> large.find().sort(doc("other", 1)).first());
    }

    @Test
    void an_or_is_served_only_when_all_its_branches_are() {
        assertThat(large.find(or(eq("indexed", 1), eq("_id", 2)))).hasSize(2);
        assertRefused(291, "[$or]", () -> large.find(or(eq("indexed", 1), eq("other", "x")))
                .first());
    }

    @Test
    void what_an_index_serves_is_not_refused() {
        assertThat(large.find(and(eq("indexed", 7), eq("other", "Ines")))).hasSize(1);
        assertThat(large.find(doc("deadline", doc("$exists", true)))).isEmpty();
        assertThat(large.find(eq("_id", 7))).hasSize(1);
        assertThat(large.find().sort(doc("indexed", -1)).limit(3)).hasSize(3);
        assertThat(large.find()).hasSize(LIMIT + 1);
        assertThat(large.countDocuments()).isEqualTo(LIMIT + 1);
    }

    @Test
    void a_sparse_index_does_not_serve_a_question_for_absence() {
        assertRefused(291, "[deadline]", () -> large.find(eq("deadline", null)).first());
    }

    @Test
    void what_would_not_be_heeded_is_refused() {
        MongoCollection<Document> c = running.db().getCollection("c");
        Collation swedish = Collation.builder().locale("sv").build();
        assertUnsupported("collation", () -> c.find().collation(swedish).first());
        assertUnsupported("collation", () -> c.createIndex(doc("a", 1), new IndexOptions().collation(swedish)));
        assertUnsupported(
                "partialFilterExpression",
                () -> c.createIndex(doc("a", 1), new IndexOptions().partialFilterExpression(doc("a", 1))));
        assertUnsupported("an index of type text", () -> c.createIndex(doc("a", "text")));
        assertUnsupported("an index of type hashed", () -> c.createIndex(doc("a", "hashed")));
        assertUnsupported("$text", () -> c.find(doc("$text", doc("$search", "x"))).first());
        assertUnsupported("$where", () -> large.find(doc("$where", "true")).first());
        assertUnsupported("an update by an aggregation pipeline", () -> c.updateOne(eq("_id", 1), List.of(set("a", 1))));
        assertUnsupported("$graphLookup", () -> large.aggregate(List.of(doc("$graphLookup", doc("from", "c"))))
                .first());
    }

    @Test
    void collections_of_special_kinds_are_refused() {
        assertUnsupported("validator", () -> running.db()
                .createCollection(
                        "v",
                        new CreateCollectionOptions()
                                .validationOptions(new ValidationOptions().validator(doc("a", 1)))));
        assertUnsupported("capped", () -> running.db()
                .createCollection("v", new CreateCollectionOptions().capped(true).sizeInBytes(4096)));
        assertUnsupported("viewOn", () -> running.db().createView("v", "large", List.of()));
    }

    @Test
    void sessions_and_unknown_commands_are_refused() {
        try (ClientSession session = running.client().startSession()) {
            session.startTransaction();
            assertThatThrownBy(() -> large.insertOne(session, doc("_id", "in a transaction")))
                    .isInstanceOf(MongoClientException.class);
        }
        assertRefused(59, "no such command", () -> running.db().runCommand(doc("collMod", "large")));
    }

    @Test
    void a_duplicate_is_reported_without_the_value() {
        assertThatThrownBy(() -> large.insertOne(doc("_id", 7, "other", "Ines")))
                .hasMessageContaining("index: _id_ dup key on fields [_id]")
                .hasMessageNotContaining("Ines");
    }

    @Test
    void a_document_that_cannot_be_indexed_leaves_nothing_behind() {
        MongoCollection<Document> c = running.db().getCollection("arrays");
        c.createIndex(doc("a", 1));
        c.createIndex(doc("a", 1, "b", 1));
        c.insertOne(doc("_id", 1, "a", List.of(1, 2), "b", 1));
        assertRefused(171, "parallel arrays", () -> c.insertOne(doc("_id", 2, "a", List.of(1), "b", List.of(2))));
        assertRefused(171, "parallel arrays", () -> c.updateOne(eq("_id", 1), set("b", List.of(3))));
        assertThat(c.find()).hasSize(1);
        assertThat(running.db().runCommand(doc("validate", "arrays"))).containsEntry("errors", List.of());
    }

    @Test
    void a_decimal_without_an_exact_place_is_refused_in_an_index_and_filtered_elsewhere() {
        MongoCollection<Document> c = running.db().getCollection("decimals");
        c.createIndex(doc("price", 1));
        assertRefused(2, "decimal", () -> c.insertOne(doc("price", Decimal128.parse("0.1"))));
        c.insertOne(doc("other", Decimal128.parse("0.1")));
        assertThat(c.find(eq("other", Decimal128.parse("0.1")))).hasSize(1);
    }
}
