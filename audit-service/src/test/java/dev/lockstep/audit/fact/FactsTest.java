package dev.lockstep.audit.fact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.audit.Samples;
import dev.lockstep.audit.ledger.FactJson;
import dev.lockstep.contracts.AccountOutcome;
import dev.lockstep.contracts.AccountOutcome.Action;
import dev.lockstep.contracts.AccountOutcome.Result;
import dev.lockstep.contracts.SyncMarker;
import dev.lockstep.contracts.codec.Codec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FactsTest {
    private static Fact outcome(Result result, Action action, String type) {
        return Facts.of(Samples.envelope(Samples.outcome("pingboard", "u1", 3, result, action,
                type == null ? null : Samples.failure(type, "some-code")))).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "APPLIED,    CREATE,  ,          create,  success",
        "APPLIED,    UPDATE,  ,          update,  success",
        "APPLIED,    DISABLE, ,          disable, success",
        "APPLIED,    ENABLE,  ,          enable,  success",
        "APPLIED,    DELETE,  ,          delete,  success",
        "UNCHANGED,  NONE,    ,          skip,    skipped",
        "SKIPPED,    NONE,    ,          skip,    skipped",
        "SUPERSEDED, NONE,    ,          skip,    skipped",
        "REFUSED,    CREATE,  permanent, create,  failure",
        "GAVE_UP,    UPDATE,  transient, update,  failure",
        "HELD,       NONE,    hold,      hold,    warning",
        "RETRYING,   CREATE,  transient, create,  failure"})
    void an_outcome_has_the_action_and_status_of_the_api(Result result, Action action, String type, String expected, String status) {
        Fact fact = outcome(result, action, type);

        assertThat(fact.action()).isEqualTo(expected);
        assertThat(fact.status()).isEqualTo(status);
        assertThat(fact.detail()).containsEntry("result", result.name());
    }

    @Test
    void an_outcome_tells_its_latency_and_the_scope_before_the_writers_steps() {
        Fact fact = outcome(Result.APPLIED, Action.CREATE, null);

        assertThat(fact.latencyMs()).isEqualTo(120);
        assertThat(fact.sourceLatencyMs()).isEqualTo(620);
        assertThat(fact.steps()).extracting(AccountOutcome.Step::name).containsExactly("scope", "match", "export");
        assertThat(fact.causes()).containsExactly("hr/evt-3");
    }

    @Test
    void a_failed_attempt_tells_when_the_next_one_follows() {
        Fact fact = outcome(Result.RETRYING, Action.CREATE, "transient");

        assertThat(fact.error()).isNotNull();
        assertThat(fact.error().nextAttemptAt()).isEqualTo(Samples.T0.plusSeconds(60));
        assertThat(fact.attempt()).isEqualTo(1);
    }

    @Test
    void a_superseded_desire_names_the_version_that_took_its_place() {
        assertThat(outcome(Result.SUPERSEDED, Action.NONE, null).summary()).contains("Version 4");
    }

    @Test
    void a_change_is_its_own_accepted_fact_without_the_secrets_in_it() {
        Fact fact = Facts.of(Samples.change("hr", "evt 1/ö", "u1")).orElseThrow();

        assertThat(fact.action()).isEqualTo("inputAccepted");
        assertThat(fact.causes()).containsExactly("hr/evt 1/ö");
        assertThat(fact.userName()).isEqualTo("u1@example.test");
        assertThat(fact.id()).matches("in-[A-Za-z0-9_-]{22}");
        assertThat(fact.changes()).extracting(AccountOutcome.Change::attribute).contains("displayName", "manager");
        assertThat(FactJson.write(fact)).contains("Öberg", "(not recorded)").doesNotContain("hunter2");
    }

    @Test
    void the_same_message_gives_the_same_id_and_another_one_another() {
        assertThat(Facts.of(Samples.change("hr", "1", "u1")).orElseThrow().id())
                .isEqualTo(Facts.of(Samples.change("hr", "1", "u1")).orElseThrow().id())
                .isNotEqualTo(Facts.of(Samples.change("hr", "2", "u1")).orElseThrow().id());
        assertThat(FactId.of("a/b?c")).matches("id-[A-Za-z0-9_-]{22}");
        assertThat(FactId.of("op-1.2")).isEqualTo("op-1.2");
        assertThat(FactId.of("export")).isNotEqualTo("export");
    }

    @Test
    void what_is_kept_can_be_read_back_as_it_was() {
        Fact fact = outcome(Result.RETRYING, Action.CREATE, "transient");

        assertThat(FactJson.read(FactJson.write(fact))).usingRecursiveComparison().ignoringFields("detail").isEqualTo(fact);
        assertThat(FactJson.write(FactJson.read(FactJson.write(fact)))).isEqualTo(FactJson.write(fact));
    }

    @Test
    void markers_are_no_facts() {
        assertThat(Facts.of(Codec.envelope("m", "mapping", "m", Samples.T0, new SyncMarker("a", "s", 0, 8)))).isEmpty();
    }

    @Test
    void terms_are_few_and_lower_case_and_find_names_by_their_parts() {
        assertThat(Terms.of(Facts.of(Samples.change("hr", "1", "u1")).orElseThrow())).containsExactlyInAnyOrder(
                "u1", "u1@example.test", "inputaccepted", "example", "test", "åsa", "öberg");
    }

    @Test
    void a_message_that_leaves_out_what_is_optional_is_recorded_all_the_same() {
        AccountOutcome bare = new AccountOutcome("bare", "a", dev.lockstep.contracts.ObjectType.USER, "u1", null, null, Result.APPLIED, Action.CREATE, 1, null,
                null, null, null, null, null, null, null, null, null, null, 1, null);

        Fact fact = Facts.of(Codec.envelope("bare", "writer", "a/u1", Samples.T0, bare)).orElseThrow();

        assertThat(fact.time()).isEqualTo(Samples.T0);
        assertThat(fact.latencyMs()).isNull();
        assertThat(Terms.of(fact)).contains("u1", "a", "create");
    }
}
