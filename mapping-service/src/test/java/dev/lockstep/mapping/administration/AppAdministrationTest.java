package dev.lockstep.mapping.administration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.contracts.AccountOutcome;
import dev.lockstep.contracts.Activity;
import dev.lockstep.contracts.AppConfig;
import dev.lockstep.contracts.AppConfig.Provisioning;
import dev.lockstep.contracts.Topic;
import dev.lockstep.kit.secret.Opener;
import dev.lockstep.kit.secret.Sealer;
import dev.lockstep.kit.security.KeyFiles;
import dev.lockstep.kit.testing.TestPlatform;
import dev.lockstep.kit.web.Problem;
import dev.lockstep.mapping.app.App;
import dev.lockstep.mapping.app.Job;
import dev.lockstep.mapping.fakes.World;
import dev.lockstep.mapping.gallery.GalleryFile;
import dev.lockstep.mapping.sweep.Announcer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class AppAdministrationTest {
    private static final String KEYS = KeyFiles.read(TestPlatform.keys().resolve(KeyFiles.SECRETS_PUBLIC));
    private static final Secrets.Entered TOKEN = new Secrets.Entered.Bearer("s3cr3t");
    private final World world = new World();
    private final AppAdministration apps = new AppAdministration(world.apps, new GalleryFile(JsonMapper.shared()),
            new Secrets(new Sealer(KEYS)), world.clock, () -> "salt", () -> {
            });
    private final Announcer announcer = new Announcer(world.apps, world.sweeps, world.decisions, world.assignments, world.archive, world, world.clock);

    private App pingboard() {
        return apps.create("pingboard", "Pingboard", "https://acme.example/scim/v2", TOKEN, "ann");
    }

    private static AppPatch patch(String field, @Nullable Object value) {
        Map<String, @Nullable Object> body = new HashMap<>();
        body.put(field, value);
        return new AppPatch(body);
    }

    private static org.assertj.core.api.ThrowableAssertAlternative<Problem> refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return org.assertj.core.api.Assertions.assertThatExceptionOfType(Problem.class).isThrownBy(call);
    }

    @Test
    void an_app_is_a_slug_of_its_name_with_the_templates_settings() {
        App app = pingboard();

        assertThat(app.id()).isEqualTo("pingboard");
        assertThat(app.scope()).isEqualTo("assigned");
        assertThat(app.onPurge()).isEqualTo(AppConfig.OnPurge.DELETE);
        assertThat(app.job()).isEqualTo(Job.OFF);
        refused(this::pingboard).satisfies(p -> assertThat(p.code()).isEqualTo("taken"));
        refused(() -> apps.create("nothing", "---", "nowhere", null, "ann"))
                .satisfies(p -> assertThat(p.errors()).extracting(Problem.Detail::pointer).containsExactlyInAnyOrder("/template", "/name", "/tenantUrl"));
    }

    @Test
    void only_the_writer_can_read_the_secret_and_only_for_this_app_field_and_version() {
        App app = pingboard();
        AppConfig.EncryptedSecret secret = Objects.requireNonNull(app.credentials()).secret();
        Opener writer = new Opener(KeyFiles.read(TestPlatform.keys().resolve(KeyFiles.SECRETS_PRIVATE)));

        assertThat(secret.context("pingboard")).isEqualTo("pingboard/secretToken/1");
        assertThat(writer.open(secret.ciphertext(), secret.context("pingboard"))).isEqualTo("s3cr3t");
        assertThatThrownBy(() -> writer.open(secret.ciphertext(), secret.context("other"))).isInstanceOf(Opener.CannotOpen.class);
        assertThat(app.toString()).doesNotContain("s3cr3t");
        assertThat(TOKEN.toString()).doesNotContain("s3cr3t");

        App again = apps.credentials("pingboard", TOKEN, "ann");
        assertThat(Objects.requireNonNull(again.credentials()).secret().fingerprint()).isEqualTo(secret.fingerprint());
        App other = apps.credentials("pingboard", new Secrets.Entered.Bearer("other"), "ann");
        assertThat(Objects.requireNonNull(other.credentials()).secret().fingerprint()).isNotEqualTo(secret.fingerprint());
    }

    @Test
    void a_saved_secret_never_follows_the_address_elsewhere() {
        pingboard();

        refused(() -> apps.patch("pingboard", patch("tenantUrl", "https://evil.example/scim"), null, "ann"))
                .satisfies(p -> assertThat(p.code()).isEqualTo("secret-required"));
        assertThat(apps.patch("pingboard", patch("tenantUrl", "https://acme.example/other"), null, "ann").tenantUrl()).endsWith("/other");
        assertThat(apps.patch("pingboard", patch("tenantUrl", "https://evil.example/scim"), TOKEN, "ann").tenantUrl()).contains("evil");
        assertThat(apps.patch("pingboard", patch("tenantUrl", null), null, "ann").credentials()).isNull();
    }

    @Test
    void accounts_are_protected_by_name_until_the_list_says_otherwise() {
        pingboard();

        App app = apps.patch("pingboard", patch("removalThreshold", Map.of("protectedAccounts", List.of("p-1", "boss@acme.example"))), null, "ann");

        assertThat(app.removalThreshold().protects("p-1", "x")).isTrue();
        assertThat(app.removalThreshold().protects("p-2", "BOSS@acme.example")).isTrue();
        assertThat(app.removalThreshold().protects("p-2", "x")).isFalse();
        assertThat(app.config().removalThreshold()).isEqualTo(app.removalThreshold());
        assertThat(apps.patch("pingboard", patch("removalThreshold", Map.of("count", 3)), null, "ann").removalThreshold().protectedAccounts()).hasSize(2);
        refused(() -> apps.patch("pingboard", patch("removalThreshold", Map.of("protectedAccounts", List.of(""))), null, "ann"))
                .satisfies(p -> assertThat(p.errors()).extracting(Problem.Detail::pointer).containsExactly("/removalThreshold/protectedAccounts"));
    }

    @Test
    void policies_are_set_one_by_one_travel_with_the_settings_and_stand_in_the_record() {
        pingboard();
        assertThat(apps.get("pingboard").policies()).isEqualTo(AppConfig.Policies.STANDARD);

        apps.patch("pingboard", patch("retry", Map.of("waitSeconds", List.of(5, 60), "dailyUntilDay", 7)), null, "ann");
        apps.patch("pingboard", patch("confirmEffect", "sampled"), null, "ann");
        apps.patch("pingboard", patch("reconciliation", Map.of("drift", "alert", "attributes", Map.of("name.givenName", "accept"))), null, "ann");
        App app = apps.patch("pingboard", patch("reconciliation", Map.of("everyHours", 24, "vanished", "unlink", "attributes", Map.of("title", "revert"))), null, "ann");

        assertThat(app.policies()).isEqualTo(new AppConfig.Policies(new AppConfig.Retry(List.of(5, 60), 7), AppConfig.Confirm.SAMPLED,
                new AppConfig.Reconciliation(24, AppConfig.Drift.ALERT, Map.of("name.givenName", AppConfig.Drift.ACCEPT, "title", AppConfig.Drift.REVERT),
                        AppConfig.Vanished.UNLINK)));
        assertThat(app.config().policies()).isEqualTo(app.policies());
        assertThat(app.outbox().activities().getLast().changes()).extracting(AccountOutcome.Change::attribute)
                .containsExactly("reconciliation.everyHours", "reconciliation.attributes", "reconciliation.vanished");
        assertThat(apps.patch("pingboard", patch("retry", null), null, "ann").policies().retry()).isNull();
        refused(() -> apps.patch("pingboard", new AppPatch(Map.of("retry", Map.of("waitSeconds", List.of(0)), "confirmEffect", "maybe",
                "reconciliation", Map.of("drift", "revert ", "vanished", 3, "attributes", Map.of("x", "y")))), null, "ann"))
                .satisfies(p -> assertThat(p.errors()).extracting(Problem.Detail::pointer).containsExactlyInAnyOrder("/retry/waitSeconds", "/confirmEffect",
                        "/reconciliation/drift", "/reconciliation/vanished", "/reconciliation/attributes/x"));
    }

    @Test
    void of_a_webhook_only_its_place_goes_on_record() {
        pingboard();

        App app = apps.patch("pingboard", patch("notifications", Map.of("webhook", "https://hooks.example/T0/s3cret")), null, "ann");

        assertThat(app.config().notifications().webhook()).isEqualTo("https://hooks.example/T0/s3cret");
        assertThat(app.outbox().activities().getLast().changes()).singleElement()
                .satisfies(change -> assertThat(String.valueOf(change.after())).startsWith("https://hooks.example/...").doesNotContain("s3cret"));
        refused(() -> apps.patch("pingboard", patch("notifications", Map.of("webhook", "ftp://x")), null, "ann"))
                .satisfies(p -> assertThat(p.errors()).extracting(Problem.Detail::pointer).containsExactly("/notifications/webhook"));
    }

    @Test
    void a_patch_changes_what_it_names_and_tells_everything_that_is_wrong() {
        pingboard();

        App app = apps.patch("pingboard", new AppPatch(Map.of("scope", "all", "limits", Map.of("perSecond", 5), "name", "Ping",
                "notifications", Map.of("email", "ops@acme.example", "onFailure", true), "onPurge", "disable")), null, "ann");

        assertThat(app.everybody()).isTrue();
        assertThat(app.limits().perSecond()).isEqualTo(5);
        assertThat(app.limits().concurrency()).isPositive();
        assertThat(app.notifications().email()).isEqualTo("ops@acme.example");
        assertThat(app.configVersion()).isEqualTo(2);
        refused(() -> apps.patch("pingboard", new AppPatch(Map.of("scope", "some", "limits", Map.of("concurrency", 0), "id", "x", "groupsEnabled", "yes")), null, "ann"))
                .satisfies(p -> assertThat(p.errors()).extracting(Problem.Detail::pointer)
                        .containsExactlyInAnyOrder("/scope", "/limits/concurrency", "/id", "/groupsEnabled"));
    }

    @Test
    void switching_groups_on_has_everybody_decided_again_and_switching_them_off_leaves_them() {
        pingboard();
        assertThat(apps.get("pingboard").groupsEnabled()).isFalse();
        App on = apps.patch("pingboard", patch("groupsEnabled", true), null, "ann");
        assertThat(on.groupsEnabled()).isTrue();
        assertThat(on.outbox().sweep()).as("the job does not run").isNull();
        assertThat(on.outbox().activities().getLast().changes()).extracting(change -> change.attribute() + " " + change.before() + " " + change.after())
                .containsExactly("groupsEnabled false true");
        apps.start("pingboard", "ann");
        announcer.run();

        App off = apps.patch("pingboard", patch("groupsEnabled", false), null, "ann");
        assertThat(off.groupsEnabled()).isFalse();
        assertThat(off.outbox().sweep()).isNull();
        announcer.run();

        assertThat(apps.patch("pingboard", patch("groupsEnabled", true), null, "ann").outbox().sweep())
                .isEqualTo(new App.SweepOrder("pingboard-v5", null, "ann"));
    }

    @Test
    void the_job_starts_with_credentials_pauses_goes_on_and_restarts() {
        apps.create("scim", "Bare", null, null, "ann");
        refused(() -> apps.start("bare", "ann")).satisfies(p -> assertThat(p.code()).isEqualTo("credentials-missing"));
        refused(() -> apps.pause("bare", "ann")).satisfies(p -> assertThat(p.code()).isEqualTo("not-running"));
        pingboard();

        Job.Sync first = Objects.requireNonNull(apps.start("pingboard", "ann").job().current());
        assertThat(apps.start("pingboard", "ann").configVersion()).isEqualTo(2);
        assertThat(apps.pause("pingboard", "ann").job()).isEqualTo(new Job.Paused(first));
        assertThat(apps.start("pingboard", "ann").job()).isEqualTo(new Job.Running(first));
        assertThat(Objects.requireNonNull(apps.restart("pingboard", "ann").job().current()).id()).isNotEqualTo(first.id());
    }

    @Test
    void what_follows_from_changes_is_announced_also_after_a_crash() {
        pingboard();
        apps.start("pingboard", "ann");
        world.dieAt(World.Crash.AFTER_PUBLISH, 1);
        assertThatThrownBy(announcer::run).isNotNull();

        announcer.run();
        announcer.run();

        assertThat(world.all(AppConfig.class)).hasSize(2).allMatch(c -> c.provisioning() == Provisioning.ON && c.configVersion() == 2);
        assertThat(world.activities()).extracting(Activity::factId).containsExactly("app/pingboard/1", "app/pingboard/2", "app/pingboard/1", "app/pingboard/2");
        assertThat(world.activities()).extracting(Activity::action).contains("admin", "job");
        assertThat(world.sweeps.claim("x", world.clock.instant(), world.clock.instant())).hasSize(1);
        assertThat(world.published.toString()).doesNotContain("s3cr3t");
    }

    @Test
    void a_removed_app_leaves_tombstones_and_its_id_goes_on_with_higher_versions() {
        pingboard();
        apps.remove("pingboard", "ann");
        announcer.run();

        assertThat(world.published).anyMatch(o -> o.topic() == Topic.APP_CONFIG && o.envelope() == null && o.key().equals("pingboard"));
        refused(() -> apps.get("pingboard")).satisfies(p -> assertThat(p.code()).isEqualTo("not-found"));
        assertThat(apps.all()).isEmpty();
        assertThat(world.apps.byId("pingboard").orElseThrow().credentials()).isNull();
        assertThat(pingboard().configVersion()).isEqualTo(3);
        assertThat(List.of(apps.get("pingboard").outbox().tombstones())).containsExactly(false);
    }

    @Test
    void another_precedence_has_everybody_decided_or_compared_again() {
        pingboard();
        apps.start("pingboard", "ann");
        announcer.run();
        world.app("quiet", true, false);
        world.draft("quiet", "d1", "draft");
        world.draft("pingboard", "d1", "draft");

        apps.everybodyAgain("The order of sources was changed.", "ann");

        assertThat(Objects.requireNonNull(apps.get("pingboard").outbox().sweep()).syncId()).isNull();
        assertThat(Objects.requireNonNull(apps.get("pingboard").draft()).id()).as("its people are compared as they are decided").isEqualTo("d1");
        assertThat(Objects.requireNonNull(apps.get("quiet").draft()).id()).isNotEqualTo("d1");
    }
}
