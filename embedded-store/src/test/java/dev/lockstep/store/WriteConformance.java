package dev.lockstep.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Updates.addToSet;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.max;
import static com.mongodb.client.model.Updates.min;
import static com.mongodb.client.model.Updates.pull;
import static com.mongodb.client.model.Updates.pushEach;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.setOnInsert;
import static com.mongodb.client.model.Updates.unset;
import static dev.lockstep.store.Fixture.doc;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.FindOneAndDeleteOptions;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.PushOptions;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.result.UpdateResult;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.bson.Document;
import org.bson.types.Binary;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;

/** Inserts, updates and deletes of single documents. */
interface WriteConformance extends Fixture {

    UpdateOptions UPSERT = new UpdateOptions().upsert(true);

    @Test
    default void a_document_comes_back_with_every_type_that_went_in() {
        MongoCollection<Document> people = fresh();
        Document person = doc(
                "_id", "p1", "int", 1, "long", 1L << 40, "double", 1.5, "text", "Zoë 𝒳", "flag", true, "none", null,
                "date", new Date(1_700_000_000_000L), "oid", new ObjectId(), "list", List.of(1, "a", doc("x", 1)),
                "nested", doc("urn:ietf:params:scim:schemas:core:2.0:User", doc("a", 1)), "decimal",
                Decimal128.parse("1.10"));
        people.insertOne(person);
        assertThat(people.find(eq("_id", "p1")).first()).isEqualTo(person);
    }

    @Test
    default void a_uuid_and_binary_come_back() {
        MongoCollection<Document> c = fresh();
        UUID uuid = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
        c.insertOne(doc("_id", uuid, "bytes", new Binary(new byte[] {1, 2, 0, 3})));
        assertThat(c.find(eq("_id", uuid)).first())
                .containsEntry("bytes", new Binary(new byte[] {1, 2, 0, 3}));
    }

    @Test
    default void an_insert_without_id_gets_one() {
        MongoCollection<Document> c = fresh();
        Document document = doc("a", 1);
        c.insertOne(document);
        assertThat(c.find(eq("_id", document.getObjectId("_id"))).first()).isEqualTo(document);
    }

    @Test
    default void a_second_insert_of_an_id_is_refused_as_a_duplicate() {
        MongoCollection<Document> c = fresh();
        c.insertOne(doc("_id", 1));
        assertThatThrownBy(() -> c.insertOne(doc("_id", 1L)))
                .isInstanceOfSatisfying(
                        MongoWriteException.class, e -> assertThat(e.getCode()).isEqualTo(11000));
    }

    @Test
    default void an_update_of_nothing_changes_nothing() {
        MongoCollection<Document> c = fresh();
        UpdateResult result = c.updateOne(eq("_id", 1), set("a", 1));
        assertThat(result.getMatchedCount()).isZero();
        assertThat(c.countDocuments()).isZero();
    }

    @Test
    default void an_update_without_effect_matches_but_does_not_modify() {
        MongoCollection<Document> c = fresh();
        c.insertOne(doc("_id", 1, "a", 1));
        UpdateResult result = c.updateOne(eq("_id", 1), set("a", 1));
        assertThat(result.getMatchedCount()).isEqualTo(1);
        assertThat(result.getModifiedCount()).isZero();
    }

    @Test
    default void an_upsert_inserts_once_and_then_updates() {
        MongoCollection<Document> c = fresh();
        UpdateResult first = c.updateOne(eq("_id", "k"), combine(set("a", 1), setOnInsert("made", "first")), UPSERT);
        UpdateResult second = c.updateOne(eq("_id", "k"), combine(set("a", 2), setOnInsert("made", "second")), UPSERT);
        assertThat(first.getUpsertedId().asString().getValue()).isEqualTo("k");
        assertThat(second.getUpsertedId()).isNull();
        assertThat(c.find().first()).isEqualTo(doc("_id", "k", "a", 2, "made", "first"));
    }

    @Test
    default void an_upsert_that_expects_another_version_is_refused_as_a_duplicate() {
        MongoCollection<Document> c = fresh();
        c.insertOne(doc("_id", "k", "version", 2));
        assertThatThrownBy(() -> c.updateOne(and(eq("_id", "k"), eq("version", 1)), set("a", 1), UPSERT))
                .isInstanceOfSatisfying(
                        MongoWriteException.class, e -> assertThat(e.getCode()).isEqualTo(11000));
    }

    @Test
    default void update_many_changes_all_that_match() {
        MongoCollection<Document> c = fresh();
        c.insertMany(List.of(doc("_id", 1, "a", 1), doc("_id", 2, "a", 2), doc("_id", 3, "a", 3)));
        assertThat(c.updateMany(gt("a", 1), inc("a", 10)).getModifiedCount()).isEqualTo(2);
        assertThat(c.find().map(d -> d.getInteger("a"))).containsExactlyInAnyOrder(1, 12, 13);
    }

    @Test
    default void a_replacement_keeps_only_the_id() {
        MongoCollection<Document> c = fresh();
        c.insertOne(doc("_id", 1, "a", 1, "b", 2));
        c.replaceOne(eq("_id", 1), doc("c", 3));
        assertThat(c.find().first()).isEqualTo(doc("_id", 1, "c", 3));
        c.replaceOne(eq("_id", 2), doc("d", 4), new ReplaceOptions().upsert(true));
        assertThat(c.find(eq("_id", 2)).first()).isEqualTo(doc("_id", 2, "d", 4));
    }

    @Test
    default void push_with_each_and_slice_keeps_the_last_ones() {
        MongoCollection<Document> c = fresh();
        c.insertOne(doc("_id", 1, "log", List.of(1, 2, 3)));
        c.updateOne(eq("_id", 1), pushEach("log", List.of(4, 5), new PushOptions().slice(-3)));
        assertThat(c.find().first()).containsEntry("log", List.of(3, 4, 5));
    }

    @Test
    default void pull_and_add_to_set_treat_a_list_as_a_set() {
        MongoCollection<Document> c = fresh();
        c.insertOne(doc("_id", 1, "tags", List.of("a", "b", "a")));
        c.updateOne(eq("_id", 1), pull("tags", "a"));
        c.updateOne(eq("_id", 1), addToSet("tags", "b"));
        c.updateOne(eq("_id", 1), addToSet("tags", "c"));
        assertThat(c.find().first()).containsEntry("tags", List.of("b", "c"));
    }

    @Test
    default void min_max_and_unset_do_as_they_say() {
        MongoCollection<Document> c = fresh();
        c.insertOne(doc("_id", 1, "low", 5, "high", 5, "gone", 1));
        c.updateOne(eq("_id", 1), combine(min("low", 3), max("high", 7), unset("gone")));
        c.updateOne(eq("_id", 1), combine(min("low", 4), max("high", 6)));
        assertThat(c.find().first()).isEqualTo(doc("_id", 1, "low", 3, "high", 7));
    }

    @Test
    default void array_filters_pick_the_elements_to_change() {
        MongoCollection<Document> c = fresh();
        c.insertOne(doc("_id", 1, "steps", List.of(doc("n", 1, "done", false), doc("n", 2, "done", false))));
        c.updateOne(
                eq("_id", 1),
                set("steps.$[s].done", true),
                new UpdateOptions().arrayFilters(List.of(eq("s.n", 2))));
        assertThat(c.find().first())
                .containsEntry("steps", List.of(doc("n", 1, "done", false), doc("n", 2, "done", true)));
    }

    @Test
    default void find_one_and_update_claims_the_first_by_sort_and_returns_it_changed() {
        MongoCollection<Document> c = fresh();
        c.createIndex(doc("state", 1, "due", 1));
        c.insertMany(List.of(
                doc("_id", "a", "state", "open", "due", 3), doc("_id", "b", "state", "open", "due", 1),
                doc("_id", "c", "state", "done", "due", 0)));
        FindOneAndUpdateOptions claim =
                new FindOneAndUpdateOptions().sort(doc("due", 1)).returnDocument(ReturnDocument.AFTER);
        assertThat(c.findOneAndUpdate(eq("state", "open"), set("state", "taken"), claim))
                .isEqualTo(doc("_id", "b", "state", "taken", "due", 1));
        assertThat(c.findOneAndUpdate(eq("state", "open"), set("state", "taken"), claim))
                .containsEntry("_id", "a");
        assertThat(c.findOneAndUpdate(eq("state", "open"), set("state", "taken"), claim))
                .isNull();
    }

    @Test
    default void find_one_and_update_upserts_and_returns_before_or_after() {
        MongoCollection<Document> c = fresh();
        FindOneAndUpdateOptions upsert = new FindOneAndUpdateOptions().upsert(true);
        assertThat(c.findOneAndUpdate(eq("_id", 1), inc("n", 1), upsert)).isNull();
        assertThat(c.findOneAndUpdate(eq("_id", 1), inc("n", 1), upsert)).isEqualTo(doc("_id", 1, "n", 1));
        assertThat(c.findOneAndUpdate(eq("_id", 1), inc("n", 1), upsert.returnDocument(ReturnDocument.AFTER)))
                .isEqualTo(doc("_id", 1, "n", 3));
    }

    @Test
    default void find_one_and_delete_returns_what_it_removed() {
        MongoCollection<Document> c = fresh();
        c.insertMany(List.of(doc("_id", 1, "a", 2), doc("_id", 2, "a", 1)));
        assertThat(c.findOneAndDelete(gt("a", 0), new FindOneAndDeleteOptions().sort(doc("a", 1))))
                .isEqualTo(doc("_id", 2, "a", 1));
        assertThat(c.countDocuments()).isEqualTo(1);
    }

    @Test
    default void deletes_count_what_they_removed() {
        MongoCollection<Document> c = fresh();
        c.insertMany(List.of(doc("_id", 1, "a", 1), doc("_id", 2, "a", 1), doc("_id", 3, "a", 2)));
        assertThat(c.deleteOne(eq("a", 1)).getDeletedCount()).isEqualTo(1);
        assertThat(c.deleteMany(gt("a", 0)).getDeletedCount()).isEqualTo(2);
        assertThat(c.countDocuments()).isZero();
    }

    @Test
    default void a_document_of_two_megabytes_comes_back() {
        MongoCollection<Document> c = fresh();
        String large = "x".repeat(2_000_000);
        c.insertMany(IntStream.range(0, 12)
                .mapToObj(i -> doc("_id", i, "large", large))
                .toList());
        assertThat(c.find().map(d -> d.getString("large").length())).hasSize(12).containsOnly(2_000_000);
    }

    @Test
    default void a_dotted_path_reaches_into_a_document_and_a_field_named_query_is_a_field() {
        MongoCollection<Document> c = fresh();
        c.insertMany(List.of(doc("_id", 1, "name", doc("family", "Ahlgren")), doc("_id", 2, "query", "x")));
        c.updateOne(eq("name.family", "Ahlgren"), set("name.given", "Ines"));
        assertThat(c.find(eq("name.given", "Ines")).first()).containsEntry("_id", 1);
        assertThat(c.find(eq("query", "x")).first()).containsEntry("_id", 2);
        assertThat(c.deleteMany(eq("query", "x")).getDeletedCount()).isEqualTo(1);
        assertThat(c.countDocuments()).isEqualTo(1);
    }
}
