package dev.lockstep.targets.company;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.targets.company.Change.Kind;
import java.time.Instant;
import java.util.EnumSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class WorkingDayTest {

    private static final Company MORNING = Company.generate(7, 1000);
    private static final WorkingDay DAY = WorkingDay.of(MORNING, 11);
    private static final Company EVENING = MORNING.after(DAY);

    @Test
    void the_same_seed_gives_the_same_day() {
        assertThat(WorkingDay.of(Company.generate(7, 1000), 11)).isEqualTo(DAY);
        assertThat(DAY.changes()).extracting(Change::id).doesNotHaveDuplicates();
    }

    @Test
    void everything_that_happens_to_people_happens() {
        assertThat(DAY.changes().stream().map(Change::kind).collect(Collectors.toSet())).isEqualTo(EnumSet.allOf(Kind.class));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void the_evening_is_consistent_for_any_seed(long seed) {
        Company evening = MORNING.after(WorkingDay.of(MORNING, seed));
        assertThat(evening.people()).hasSize(1004);
        assertThat(evening.softDeleted()).hasSize(2);
        for (String attribute : new String[] {"userPrincipalName", "mail", "mailNickname"}) {
            assertThat(evening.people().values()).extracting(p -> p.text(attribute)).doesNotHaveDuplicates();
        }
        assertThat(evening.employees()).allSatisfy(p -> p.manager()
                .ifPresent(m -> assertThat(evening.isActive(m) || !evening.people().get(m).accountEnabled()).isTrue()));
    }

    @Test
    void one_day_follows_another() {
        Company company = MORNING;
        for (long seed = 1; seed <= 5; seed++) {
            company = company.after(WorkingDay.of(company, seed));
        }
        assertThat(company.people()).hasSize(1020);
        assertThat(company.softDeleted()).hasSize(10);
    }

    @Test
    void small_companies_have_days_too() {
        Company small = Company.generate(3, 60);
        assertThat(small.after(WorkingDay.of(small, 3)).people()).hasSize(64);
    }

    @Test
    void a_joiner_is_a_new_active_person_in_three_groups() {
        Change join = first(Kind.JOIN);
        assertThat(MORNING.people()).doesNotContainKey(join.person());
        assertThat(EVENING.isActive(join.person())).isTrue();
        assertThat(EVENING.people().get(join.person()).manager()).isPresent();
        assertThat(EVENING.groups().values()).filteredOn(g -> g.members().contains(join.person())).hasSize(3);
        assertThat(join.sentence()).isEqualTo("%s joins %s as %s".formatted(
                join.attributes().get("displayName"), join.attributes().get("department"), join.attributes().get("jobTitle")));
    }

    @Test
    void a_marriage_changes_name_and_mail_and_not_the_sign_in_name() {
        Change marriage = first(Kind.MARRIAGE);
        Person before = MORNING.people().get(marriage.person());
        Person after = EVENING.people().get(marriage.person());
        assertThat(after.text("surname")).isNotEqualTo(before.text("surname"));
        assertThat(after.text("mail")).isNotEqualTo(before.text("mail"));
        assertThat(after.userPrincipalName()).isEqualTo(before.userPrincipalName());
        assertThat(after.text("givenName")).isEqualTo(before.text("givenName"));
    }

    @Test
    void a_leaver_is_gone_and_a_rehired_person_is_back() {
        String rehired = first(Kind.REHIRE).person();
        assertThat(first(Kind.LEAVE).person()).isEqualTo(rehired);
        assertThat(EVENING.isActive(rehired)).isTrue();
        assertThat(DAY.changes()).filteredOn(c -> c.kind() == Kind.LEAVE && !c.person().equals(rehired))
                .hasSize(2)
                .allSatisfy(c -> assertThat(EVENING.isActive(c.person())).isFalse());
        assertThat(EVENING.isActive(first(Kind.LEAVE_OF_ABSENCE).person())).isFalse();
    }

    @Test
    void a_mover_changes_department_and_group() {
        Change move = first(Kind.MOVE);
        Person after = EVENING.people().get(move.person());
        assertThat(after.department()).isNotEqualTo(MORNING.people().get(move.person()).department());
        assertThat(WorkingDay.groupsOf(after))
                .allSatisfy(g -> assertThat(EVENING.groups().get(g).members()).contains(move.person()));
    }

    @Test
    void a_change_is_a_cloud_event() {
        Instant noon = Instant.parse("2026-11-23T12:00:00Z");
        JsonNode merge = JsonMapper.shared().readTree(first(Kind.RENAME).cloudEvent("hr", noon));
        assertThat(merge.path("specversion").asString()).isEqualTo("1.0");
        assertThat(merge.path("type").asString()).isEqualTo("lockstep.directory.change");
        assertThat(merge.path("source").asString()).isEqualTo("hr");
        assertThat(merge.path("subject").asString()).isEqualTo(first(Kind.RENAME).person());
        assertThat(merge.path("time").asString()).isEqualTo("2026-11-23T12:00:00Z");
        assertThat(merge.path("data").path("objectType").asString()).isEqualTo("user");
        assertThat(merge.path("data").path("operation").asString()).isEqualTo("merge");
        assertThat(merge.path("data").path("attributes").size()).isEqualTo(1);

        Change groupJoin = first(Kind.GROUP_JOIN);
        JsonNode add = JsonMapper.shared().readTree(groupJoin.cloudEvent("hr", noon));
        assertThat(add.path("subject").asString()).startsWith("g-");
        assertThat(add.path("data").path("objectType").asString()).isEqualTo("group");
        assertThat(add.path("data").path("operation").asString()).isEqualTo("addMembers");
        assertThat(add.path("data").path("members").get(0).asString()).isEqualTo(groupJoin.person());
    }

    private static Change first(Kind kind) {
        return DAY.changes().stream().filter(c -> c.kind() == kind).findFirst().orElseThrow();
    }
}
