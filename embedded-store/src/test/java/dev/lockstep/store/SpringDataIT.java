package dev.lockstep.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;
import org.springframework.data.domain.Sort;
import org.springframework.data.mongodb.core.BulkOperations;
import org.springframework.data.mongodb.core.FindAndModifyOptions;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.data.mongodb.core.SimpleMongoClientDatabaseFactory;
import org.springframework.data.mongodb.core.index.Index;
import org.springframework.data.mongodb.core.query.Update;

/** Spring Data's template on the store, as the services use it. */
class SpringDataIT {

    record Account(@Id String id, String app, @Nullable Instant due, @Version @Nullable Long version, Map<String, String> attributes) {}

    @TempDir
    Path dir;

    private RunningStore running;
    private MongoTemplate template;

    @BeforeEach
    void open() {
        running = RunningStore.open(dir, EmbeddedStore.Options.refusingUnindexedAbove(5));
        template = new MongoTemplate(new SimpleMongoClientDatabaseFactory(running.client(), "spring"));
        template.indexOps(Account.class).createIndex(new Index().on("app", Sort.Direction.ASC).on("due", Sort.Direction.ASC));
        template.indexOps(Account.class)
                .createIndex(new Index().on("attributes.userName", Sort.Direction.ASC).unique().sparse());
    }

    @AfterEach
    void close() {
        running.close();
    }

    private static Account account(String id, int due) {
        return new Account(id, "app", Instant.ofEpochSecond(due), null, Map.of("userName", "u-" + id));
    }

    @Test
    void records_are_saved_found_claimed_and_counted() {
        for (int i = 0; i < 20; i++) {
            template.insert(account("a" + i, i));
        }
        assertThat(template.find(
                        query(where("app").is("app").and("due").lte(Instant.ofEpochSecond(9)))
                                .with(Sort.by("due").descending())
                                .limit(3),
                        Account.class))
                .extracting(Account::id)
                .containsExactly("a9", "a8", "a7");
        Account claimed = template.findAndModify(
                query(where("app").is("app")).with(Sort.by("due")),
                new Update().set("app", "claimed"),
                FindAndModifyOptions.options().returnNew(true),
                Account.class);
        assertThat(claimed).extracting(Account::id, Account::app).containsExactly("a0", "claimed");
        assertThat(template.count(query(where("app").is("app")), Account.class)).isEqualTo(19);
        assertThat(template.exists(query(where("app").is("none")), Account.class)).isFalse();
        assertThat(template.upsert(query(where("_id").is("new")), new Update().setOnInsert("app", "x"), Account.class)
                        .getUpsertedId())
                .isNotNull();
        assertThat(template.bulkOps(BulkOperations.BulkMode.UNORDERED, Account.class)
                        .updateOne(query(where("_id").is("a1")), new Update().inc("version", 5))
                        .remove(query(where("_id").is("a2")))
                        .execute()
                        .getDeletedCount())
                .isEqualTo(1);
        assertThat(template.findDistinct(query(where("app").is("app")), "app", Account.class, String.class))
                .isEqualTo(List.of("app"));
    }

    @Test
    void a_stale_version_and_a_duplicate_are_the_exceptions_that_spring_has_for_them() {
        Account first = template.insert(account("a", 1));
        template.save(first);
        assertThatThrownBy(() -> template.save(first)).isInstanceOf(OptimisticLockingFailureException.class);
        assertThatThrownBy(() -> template.insert(account("a", 1))).isInstanceOf(DuplicateKeyException.class);
        assertThatThrownBy(() -> template.insert(
                        new Account("b", "app", null, null, Map.of("userName", "u-a"))))
                .isInstanceOf(DuplicateKeyException.class);
    }

    @Test
    void the_health_indicators_question_is_answered_for_every_database() {
        template.insert(account("a", 1));
        for (String name : running.client().listDatabaseNames()) {
            Document answer = running.client().getDatabase(name).runCommand(new Document("hello", 1));
            assertThat(answer).containsEntry("ok", 1.0).containsKey("maxWireVersion");
        }
        assertThat(template.executeCommand("{ buildInfo: 1 }")).containsKey("version");
    }
}
