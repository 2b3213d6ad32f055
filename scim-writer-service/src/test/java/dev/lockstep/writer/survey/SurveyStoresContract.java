package dev.lockstep.writer.survey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.writer.survey.Finding.Action;
import dev.lockstep.writer.survey.Finding.Difference;
import dev.lockstep.writer.survey.Finding.Kind;
import dev.lockstep.writer.survey.Survey.Counts;
import dev.lockstep.writer.survey.Survey.Step;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every store of reconciliations does. */
abstract class SurveyStoresContract {
    abstract Surveys surveys();

    abstract Sightings sightings();

    abstract Findings findings();

    private static Survey begun(String id, String app, long at) {
        return Survey.begun(id, app, "ann", true, false, at);
    }

    @Test
    void an_app_has_one_open_reconciliation_and_an_id_is_used_once() {
        Surveys surveys = surveys();

        assertThat(surveys.begin(begun("r1", "a", 10))).isTrue();
        assertThat(surveys.begin(begun("r2", "a", 11))).isFalse();
        assertThat(surveys.begin(begun("r3", "b", 11))).isTrue();

        Survey taken = surveys.lease("me", 100, 200).orElseThrow();
        surveys.save(taken.ended(Step.FAILED, "why", new Counts(1, 2, 3, 4, 5), 50), 200);
        assertThat(surveys.begin(begun("r4", taken.app(), 12))).isFalse();
        surveys.save(surveys.find(taken.id()).orElseThrow().closed(), 200);
        assertThat(surveys.begin(begun("r5", taken.app(), 12))).isTrue();
        assertThat(surveys.begin(begun(taken.id(), "c", 12))).isFalse();
        assertThat(surveys.find(taken.id()).orElseThrow()).satisfies(ended -> {
            assertThat(ended.counts()).isEqualTo(new Counts(1, 2, 3, 4, 5));
            assertThat(ended.reason()).isEqualTo("why");
            assertThat(ended.state()).isEqualTo("failed");
            assertThat(ended.open()).isFalse();
        });
        assertThat(surveys.of(taken.app(), null, 10)).extracting(Survey::id).containsExactly("r5", taken.id());
        assertThat(surveys.of(taken.app(), 12L, 10)).extracting(Survey::id).containsExactly(taken.id());
    }

    @Test
    void what_nobody_has_in_hand_is_taken_and_a_former_holder_is_refused() {
        Surveys surveys = surveys();
        surveys.begin(begun("r1", "a", 10));

        Survey first = surveys.lease("one", 100, 200).orElseThrow();
        assertThat(surveys.lease("two", 150, 250)).isEmpty();
        assertThat(surveys.save(first.listed(7, 3, 2, 1), 300)).isTrue();
        Survey second = surveys.lease("two", 301, 400).orElseThrow();

        assertThat(second.next()).isEqualTo(4);
        assertThat(second.listed()).isEqualTo(3);
        assertThat(second.linked()).isEqualTo(2);
        assertThat(second.skipped()).isEqualTo(1);
        assertThat(second.total()).isEqualTo(7);
        assertThat(surveys.save(first.listed(7, 4, 0, 0), 500)).isFalse();
        assertThat(surveys.renew(first, 500)).isEmpty();
        assertThat(surveys.renew(second, 500)).contains(second);
    }

    @Test
    void a_cancellation_survives_what_its_holder_saves() {
        Surveys surveys = surveys();
        surveys.begin(begun("r1", "a", 10));
        Survey taken = surveys.lease("one", 100, 200).orElseThrow();

        assertThat(surveys.cancel("r1")).isTrue();
        surveys.save(taken.listed(7, 3, 2, 1), 200);

        assertThat(surveys.renew(taken, 300).orElseThrow().cancelled()).isTrue();
        surveys.save(taken.ended(Step.CANCELLED, null, Counts.NONE, 1), 300);
        assertThat(surveys.cancel("r1")).isFalse();
        assertThat(surveys.cancel("r9")).isFalse();
    }

    @Test
    void of_a_removed_app_nothing_stays() {
        Surveys surveys = surveys();
        surveys.begin(begun("r1", "a", 10));
        surveys.begin(begun("r2", "b", 10));
        Survey taken = surveys.lease("one", 100, 200).orElseThrow();
        surveys.scheduledSince("a", 5);

        assertThat(surveys.remove("a")).containsExactly("r1");

        assertThat(surveys.find("r1")).isEmpty();
        assertThat(surveys.find("r2")).isPresent();
        assertThat(surveys.renew(taken, 300).isPresent()).isEqualTo(taken.app().equals("b"));
        assertThat(surveys.scheduledSince("a", 9)).isEqualTo(9);
    }

    @Test
    void a_schedule_runs_since_it_was_first_asked_for_and_what_is_old_and_closed_is_dropped() {
        Surveys surveys = surveys();
        assertThat(surveys.scheduledSince("a", 5)).isEqualTo(5);
        assertThat(surveys.scheduledSince("a", 9)).isEqualTo(5);
        surveys.begin(begun("r1", "a", 10));

        surveys.dropBefore(100);
        assertThat(surveys.find("r1")).isPresent();
        surveys.save(surveys.lease("one", 100, 200).orElseThrow().ended(Step.DONE, null, Counts.NONE, 1).closed(), 200);
        surveys.dropBefore(100);

        assertThat(surveys.find("r1")).isEmpty();
    }

    @Test
    void what_was_seen_is_found_by_id_page_and_value_without_letter_case() {
        Sightings sightings = sightings();
        sightings.note("r1", 1, List.of(new Sighting("i1", "Ann", "x1", "ann@example.com"), new Sighting("i2", null, null, null)));
        sightings.note("r1", 3, List.of(new Sighting("i3", "ANN", "x3", "Ann@Example.com")));
        sightings.note("r1", 3, List.of(new Sighting("i3", "ANN", "x3", "Ann@Example.com")));
        sightings.note("r2", 1, List.of(new Sighting("i1", "ann", null, null)));

        assertThat(sightings.count("r1")).isEqualTo(3);
        assertThat(sightings.pages("r1", List.of("i1", "i3", "i9"))).isEqualTo(Map.of("i1", 1L, "i3", 3L));
        assertThat(sightings.pages("r1", List.of())).isEmpty();
        assertThat(sightings.having("r1", Sighting.Key.USER_NAME, List.of("ann"), 10)).extracting(Sighting::id).containsExactlyInAnyOrder("i1", "i3");
        assertThat(sightings.having("r1", Sighting.Key.EMAIL, List.of("ann@example.com"), 10)).hasSize(2);
        assertThat(sightings.having("r1", Sighting.Key.EXTERNAL_ID, List.of("x3"), 10)).containsExactly(new Sighting("i3", "ANN", "x3", "Ann@Example.com"));
        assertThat(sightings.after("r1", null, 2)).extracting(Sighting::id).containsExactly("i1", "i2");
        assertThat(sightings.after("r1", "i2", 2)).extracting(Sighting::id).containsExactly("i3");

        sightings.forgetFrom("r1", 3);
        assertThat(sightings.count("r1")).isEqualTo(2);
        sightings.clear("r1");
        assertThat(sightings.count("r1")).isZero();
        assertThat(sightings.count("r2")).isEqualTo(1);
    }

    private static Finding finding(String run, Kind kind, String subject, boolean repaired, long at) {
        return new Finding(run, kind, subject, "p1", "ann", null, List.of("i1"), null,
                List.of(new Difference("title", "found", null, Action.REVERT)), Action.REVERT, repaired, at);
    }

    @Test
    void findings_are_paged_by_kind_counted_replaced_and_dropped_by_age() {
        Findings findings = findings();
        findings.put(List.of(finding("r1", Kind.DRIFT, "p1", false, 10), finding("r1", Kind.DRIFT, "p2", true, 10), finding("r1", Kind.ORPHAN, "i9", false, 10),
                finding("r2", Kind.DRIFT, "p1", true, 99)));
        findings.put(List.of(finding("r1", Kind.DRIFT, "p1", true, 10)));
        findings.put(List.of());

        assertThat(findings.list("r1", Kind.DRIFT, null, 1)).containsExactly(finding("r1", Kind.DRIFT, "p1", true, 10));
        assertThat(findings.list("r1", Kind.DRIFT, "r1/drift/p1", 5)).containsExactly(finding("r1", Kind.DRIFT, "p2", true, 10));
        assertThat(findings.list("r1", null, null, 9)).hasSize(3);
        assertThat(findings.count("r1", Kind.DRIFT)).isEqualTo(2);
        assertThat(findings.count("r1", Kind.VANISHED)).isZero();
        assertThat(findings.repaired("r1")).isEqualTo(2);

        findings.clear("r2");
        assertThat(findings.count("r2", Kind.DRIFT)).isZero();
        findings.put(List.of(finding("r2", Kind.DRIFT, "p1", true, 99)));
        findings.dropBefore(50);
        assertThat(findings.list("r1", null, null, 9)).isEmpty();
        assertThat(findings.count("r2", Kind.DRIFT)).isEqualTo(1);
    }
}
