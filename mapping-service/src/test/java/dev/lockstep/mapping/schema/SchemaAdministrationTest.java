package dev.lockstep.mapping.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lockstep.contracts.AccountOutcome.Change;
import dev.lockstep.contracts.Activity;
import dev.lockstep.kit.secret.Sealer;
import dev.lockstep.kit.security.KeyFiles;
import dev.lockstep.kit.testing.TestPlatform;
import dev.lockstep.kit.web.Problem;
import dev.lockstep.mapping.administration.AppAdministration;
import dev.lockstep.mapping.administration.Secrets;
import dev.lockstep.mapping.app.App;
import dev.lockstep.mapping.app.SchemaStamp;
import dev.lockstep.mapping.fakes.Changes;
import dev.lockstep.mapping.fakes.World;
import dev.lockstep.mapping.gallery.GalleryFile;
import dev.lockstep.mapping.rules.EngineSchemas;
import dev.lockstep.mapping.schema.SchemaAdministration.Reevaluation;
import dev.lockstep.mapping.schema.SchemaAdministration.Saved;
import dev.lockstep.mapping.schema.SchemaDifference.Part;
import dev.lockstep.mapping.sweep.Candidates;
import dev.lockstep.mapping.sweep.Walk;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class SchemaAdministrationTest {
    private static final String KEYS = KeyFiles.read(TestPlatform.keys().resolve(KeyFiles.SECRETS_PUBLIC));
    private static final Runnable NOTHING = () -> {
    };
    private final World world = new World();
    private final AppAdministration apps = new AppAdministration(world.apps, new GalleryFile(JsonMapper.shared()), new Secrets(new Sealer(KEYS)),
            world.clock, () -> "salt", NOTHING);
    private final SchemaAdministration schemas = new SchemaAdministration(apps, world.apps, world.archive, new EngineSchemas(JsonMapper.shared(), null),
            new Reach(new Walk(world.objects, new Candidates(world.assignments, world.decisions, world.entitlements), 2), world.entitlements, world.precedences),
            world.clock, NOTHING);
    private String first = "";

    @BeforeEach
    void an_app() {
        first = apps.create("pingboard", "Ping", "https://acme.example/scim/v2", new Secrets.Entered.Bearer("s"), "ann").schema();
    }

    private App app() {
        return apps.get("ping");
    }

    private String titled(String source) {
        return first.replace("[jobTitle]", source);
    }

    private String filtered(String department) {
        return first.replace("\"scope\":null", """
                "scope":{"groups":[{"name":"Only %1$s","clauses":[{"sourceOperandName":"department","operatorName":"EQUALS","targetOperand":{"values":["%1$s"]}}]}]}"""
                .formatted(department));
    }

    @Test
    void a_save_keeps_who_when_and_why_and_the_version_before() {
        Saved saved = schemas.save("ping", titled("[department]"), "Titles are wrong", "bob");

        assertThat(saved.changed()).isTrue();
        assertThat(saved.version()).isEqualTo(2);
        assertThat(saved.differences()).containsExactly(SchemaDifference.of(Part.mapping, "User", "title", "[jobTitle]", "[department]"));
        assertThat(schemas.versions("ping", null, 5)).extracting(SchemaStamp::number).containsExactly(2L, 1L);
        assertThat(schemas.versions("ping", 2L, 5)).extracting(SchemaStamp::savedBy).containsExactly("ann");
        assertThat(schemas.version("ping", 2).stamp()).isEqualTo(new SchemaStamp(2, "bob", Changes.AT, "Titles are wrong"));
        assertThat(schemas.version("ping", 1).schema()).isEqualTo(first);
        Activity told = app().outbox().activities().getLast();
        assertThat(told.changes()).containsExactly(new Change("User/title", "[jobTitle]", "[department]"));
        assertThat(told.detail()).containsEntry("schemaVersion", 2L).containsEntry("comment", "Titles are wrong");
    }

    @Test
    void a_save_that_changes_nothing_makes_no_version() {
        Saved saved = schemas.save("ping", " " + first.replace("\"version\":\"template\"", "\"version\":\"v7\""), null, "bob");

        assertThat(saved).isEqualTo(new Saved(false, 1, Reevaluation.NONE, java.util.List.of()));
        assertThat(schemas.versions("ping", null, 5)).hasSize(1);
        assertThat(app().configVersion()).isEqualTo(1);
    }

    @Test
    void a_rollback_is_a_new_version_with_the_old_content() {
        schemas.save("ping", titled("[department]"), null, "bob");

        Saved back = schemas.rollback("ping", 1, null, "carl");

        assertThat(back.version()).isEqualTo(3);
        assertThat(app().schema()).isEqualTo(first);
        assertThat(app().stamp()).isEqualTo(new SchemaStamp(3, "carl", Changes.AT, "Rolled back to version 1."));
        assertThat(schemas.differences("ping", "1", "3")).isEmpty();
        assertThat(schemas.differences("ping", "2", "current")).hasSize(1);
        assertThatExceptionOfType(Problem.class).isThrownBy(() -> schemas.rollback("ping", 9, null, "carl")).satisfies(p -> assertThat(p.code()).isEqualTo("not-found"));
    }

    @Test
    void whom_a_change_concerns_is_counted_from_the_directory() {
        world.handle(Changes.user("u1").upsert("1", null, Map.of("department", "Sales", "userPrincipalName", "u1@x")),
                Changes.user("u2").upsert("1", null, Map.of("department", "Sales", "userPrincipalName", "u2@x", "accountEnabled", false)),
                Changes.user("u3").upsert("1", null, Map.of("department", "Research", "userPrincipalName", "u3@x")),
                Changes.user("u4").upsert("1", null, Map.of("userPrincipalName", "u4@x")));
        apps.patch("ping", new dev.lockstep.mapping.administration.AppPatch(Map.of("scope", "all")), null, "ann");
        assertThat(schemas.check("ping", titled("[department]")).reevaluation()).isEqualTo(new Reevaluation(false, 3, 0, 0));
        apps.start("ping", "ann");

        assertThat(schemas.check("ping", filtered("Sales")).reevaluation()).isEqualTo(new Reevaluation(true, 3, 0, 2));
        assertThat(schemas.check("ping", first).reevaluation()).isEqualTo(Reevaluation.NONE);
        assertThat(schemas.check("ping", first.replace("\"priority\":1", "\"priority\":2"))).isEqualTo(new Saved(true, 2, Reevaluation.NONE, java.util.List.of()));
        assertThat(app().stamp().number()).as("a check saves nothing").isEqualTo(1);
        schemas.save("ping", filtered("Sales"), null, "ann");
        assertThat(Objects.requireNonNull(app().outbox().sweep()).syncId()).as("everybody is already to be enumerated by the sync").isNotNull();
        assertThat(schemas.check("ping", filtered("Research")).reevaluation()).isEqualTo(new Reevaluation(true, 2, 1, 1));
    }

    @Test
    void everything_that_is_wrong_is_told_at_once_with_its_place() {
        String broken = first.replace("[jobTitle]", "Jion([jobTitle]").replace("[displayName]", "Mid([displayName])");

        assertThatExceptionOfType(UnusableSchema.class).isThrownBy(() -> schemas.save("ping", broken, null, "ann")).satisfies(refused -> {
            assertThat(refused.problems()).hasSizeGreaterThanOrEqualTo(2).allSatisfy(problem -> {
                assertThat(problem.pointer()).startsWith("/synchronizationRules/0/objectMappings/0/attributeMappings/");
                assertThat(problem.caret()).contains("^");
                assertThat(problem.position()).isNotNull();
            });
        });
        assertThat(app().stamp().number()).isEqualTo(1);
    }

    @Test
    void a_draft_counts_for_nothing_until_it_is_published() {
        schemas.putDraft("ping", titled("[department]"), "try it", "bob");
        assertThat(app().schema()).isEqualTo(first);
        assertThat(schemas.differences("ping", "current", "draft")).hasSize(1);
        String id = schemas.draft("ping").id();
        assertThat(schemas.putDraft("ping", titled("[department]"), null, "bob").id()).as("the same document keeps its report").isEqualTo(id);

        Saved published = schemas.publish("ping", null, "carl");

        assertThat(published.version()).isEqualTo(2);
        assertThat(app().draft()).isNull();
        assertThat(app().stamp()).isEqualTo(new SchemaStamp(2, "carl", Changes.AT, "try it"));
        schemas.putDraft("ping", first, null, "bob");
        schemas.dropDraft("ping", "bob");
        assertThat(app().draft()).isNull();
        assertThatExceptionOfType(Problem.class).isThrownBy(() -> schemas.publish("ping", null, "carl"));
        assertThat(app().outbox().activities()).extracting(Activity::factId).doesNotHaveDuplicates();
    }
}
