package dev.lockstep.e2e.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.e2e.torture.check.Blow;
import dev.lockstep.e2e.torture.check.Checker;
import dev.lockstep.e2e.torture.check.Fact;
import dev.lockstep.e2e.torture.check.Violation;
import dev.lockstep.e2e.torture.story.Event;
import dev.lockstep.e2e.torture.story.Story;
import dev.lockstep.e2e.torture.story.Teller;
import dev.lockstep.targets.hostile.Entry;
import dev.lockstep.targets.hostile.Mishap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The checker says nothing of a faultless run, and catches each of eight classic bugs by what it leaves behind. */
class TorturedCheckerTest {
    private static final String EVERYBODY = "strict";
    private static final List<String> APPS = List.of(EVERYBODY, "no-uniqueness", "throttling");

    private static final Set<String> GROUPED = Set.of(EVERYBODY, "no-uniqueness");

    private final PerfectRun run = PerfectRun.of(Teller.tell(7, APPS, EVERYBODY, GROUPED, 25, 200), APPS);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void a_faultless_run_has_no_violation(long seed) {
        PerfectRun other = PerfectRun.of(Teller.tell(seed, APPS, EVERYBODY, GROUPED, 25, 200), APPS);

        assertThat(Checker.check(other.evidence())).isEmpty();
    }

    @Test
    void the_same_seed_tells_the_same_story() {
        Story story = Teller.tell(7, APPS, EVERYBODY, GROUPED, 25, 200);

        assertThat(story).isEqualTo(run.story);
        assertThat(story.repeated()).isBetween(15, 80);
        assertThat(story.reordered()).isBetween(5, 80);
        assertThat(story.sent()).extracting(Event::kind).contains(Event.Kind.POISON, Event.Kind.TWIN);
    }

    @Test
    void commit_before_save_is_caught_because_a_change_leads_to_nothing() {
        // The position was committed, then the process died with the change in memory.
        Entry last = lastTitled(EVERYBODY);
        run.journals.get(EVERYBODY).remove(last);
        run.facts.removeIf(fact -> fact.id().equals(last.idempotencyKey()));
        run.accounts.get(EVERYBODY).get(last.externalId()).put("title", "Title 0");

        assertThat(caught()).contains("I1", "I2");
    }

    @Test
    void a_blind_second_post_is_caught_because_somebody_has_two_accounts() {
        Entry create = run.journals.get("no-uniqueness").stream().filter(e -> e.method().equals("POST") && !e.isOfGroup()).findFirst().orElseThrow();
        run.journals.get("no-uniqueness").add(run.entry("POST", create.idempotencyKey(), 10_000, create.externalId(), create.userName(), create.body()));
        run.accounts.get("no-uniqueness").put("again", run.accounts.get("no-uniqueness").get(create.externalId()).deepCopy().put("id", "second"));

        assertThat(caught()).contains("I3", "I5");
    }

    @Test
    void a_missing_fence_is_caught_because_a_zombie_writes_an_older_version_again() {
        String person = run.somebodyWrittenOften(EVERYBODY);
        Entry old = run.journals.get(EVERYBODY).stream().filter(e -> e.externalId().equals(person) && e.body().contains("\"Title ")).findFirst().orElseThrow();
        run.journals.get(EVERYBODY).add(run.entry("PATCH", old.idempotencyKey(), 10_000, person, old.userName(), old.body()));

        assertThat(caught()).contains("I4", "I5");
    }

    @Test
    void an_acknowledgement_before_the_broker_has_it_is_caught_because_an_accepted_event_is_not_on_record() {
        Event lost = run.story.happened().stream().filter(e -> e.kind() == Event.Kind.GROUP_JOIN).findFirst().orElseThrow();
        run.facts.removeIf(fact -> fact.causes().contains(lost.cause()));

        assertThat(caught()).contains("I1");
    }

    @Test
    void an_audit_without_deduplication_is_caught_because_one_effect_stands_there_twice() {
        run.facts.add(run.facts.stream().filter(Fact::isEffect).findFirst().orElseThrow());

        assertThat(caught()).contains("I5");
    }

    @Test
    void a_retry_with_the_old_body_is_caught_because_the_target_falls_back() {
        String person = run.somebodyWrittenOften(EVERYBODY);
        Entry old = run.journals.get(EVERYBODY).stream().filter(e -> e.externalId().equals(person) && e.body().contains("\"Title ")).findFirst().orElseThrow();
        run.journals.get(EVERYBODY).add(run.entry("PATCH", "op-retry", 10_000, person, old.userName(), old.body()));
        run.facts.add(new Fact("op-retry", "update", "success", EVERYBODY, person, List.of(), "", ""));

        assertThat(caught()).contains("I4");
    }

    @Test
    void absence_taken_for_deletion_is_caught_because_somebody_gets_another_account_or_loses_the_only_one() {
        Entry create = run.journals.get("no-uniqueness").stream().filter(e -> e.method().equals("POST") && !e.isOfGroup()).findFirst().orElseThrow();
        run.journals.get("no-uniqueness").add(run.entry("POST", "op-anew", 10_000, create.externalId(), create.userName(), create.body()));
        run.facts.add(new Fact("op-anew", "create", "success", "no-uniqueness", create.externalId(), List.of(), "", ""));
        run.accounts.get("no-uniqueness").put("again", run.accounts.get("no-uniqueness").get(create.externalId()).deepCopy().put("id", "second"));

        assertThat(caught()).contains("I3");

        Entry last = lastTitled(EVERYBODY);
        run.accounts.get(EVERYBODY).remove(last.externalId());
        assertThat(caught()).contains("I2");
    }

    @Test
    void an_ignored_retry_after_is_caught_because_calls_come_too_early() {
        List<Entry> journal = run.journals.get("throttling");
        Entry last = journal.getLast();
        journal.add(new Entry(last.arrivedAt() + 1_000, "GET", "/scim/v2/Users", null, true, false, Mishap.THROTTLE, 429, 0, "", "", "", false, last.arrivedAt() + 5_000, ""));
        journal.add(new Entry(last.arrivedAt() + 3_500, "GET", "/scim/v2/Users", null, true, false, Mishap.NONE, 200, 0, "", "", "", false, 0, ""));

        assertThat(caught()).contains("I8");

        // A writer that was stopped a while before or after has read it.
        run.blows.add(new Blow(last.arrivedAt(), last.arrivedAt() + 100));
        run.blows.add(new Blow(last.arrivedAt() + 1_600, last.arrivedAt() + 1_700));
        assertThat(caught()).contains("I8");

        run.blows.add(new Blow(last.arrivedAt() + 1_100, last.arrivedAt() + 1_150));
        assertThat(caught()).doesNotContain("I8");
    }

    @Test
    void a_success_without_a_commit_and_a_commit_without_a_fact_are_caught() {
        run.facts.add(new Fact("op-invented", "update", "success", EVERYBODY, "p00001", List.of(), "", ""));
        Fact forgotten = run.facts.stream().filter(Fact::isEffect).findFirst().orElseThrow();
        run.facts.remove(forgotten);

        assertThat(Checker.check(run.evidence())).extracting(Violation::toString)
                .anyMatch(text -> text.contains("op-invented is audited, but was not done"))
                .anyMatch(text -> text.contains(forgotten.id() + " was done (NONE) and is not audited"));
    }

    @Test
    void a_leaver_who_is_still_active_a_touched_stranger_and_a_foreign_token_are_caught() {
        Event leave = run.story.happened().stream().filter(e -> e.kind() == Event.Kind.PURGE || e.kind() == Event.Kind.LEAVE).toList().getLast();
        run.accounts.get(EVERYBODY).values().forEach(account -> account.put("active", true));
        run.accounts.get("throttling").get("~stranger").put("active", false);
        Entry any = run.journals.get("no-uniqueness").getFirst();
        run.journals.get("no-uniqueness").add(new Entry(any.arrivedAt(), "GET", "/scim/v2/Users", null, false, true, Mishap.NONE, 401, 0, "", "", "", false, 0, ""));

        assertThat(leave).isNotNull();
        assertThat(caught()).contains("I6", "I2", "I7");
    }

    private Entry lastTitled(String app) {
        List<Entry> titled = run.journals.get(app).stream().filter(e -> e.body().contains("\"Title ")
                && run.accounts.get(app).get(e.externalId()).path("active").asBoolean(false)).toList();
        return titled.getLast();
    }

    private Set<String> caught() {
        return Checker.check(run.evidence()).stream().map(Violation::invariant).collect(Collectors.toSet());
    }
}
