package dev.lockstep.e2e.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.e2e.torture.check.Checker;
import dev.lockstep.e2e.torture.check.Fact;
import dev.lockstep.e2e.torture.check.Violation;
import dev.lockstep.e2e.torture.story.Event;
import dev.lockstep.e2e.torture.story.Teller;
import dev.lockstep.targets.hostile.Entry;
import dev.lockstep.targets.hostile.MemberChange;
import dev.lockstep.targets.hostile.Mishap;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the checker says of groups and memberships that are not as they should be. */
class TorturedGroupsTest {
    private static final String EVERYBODY = "strict";
    private static final String LAX = "no-uniqueness";
    private static final List<String> APPS = List.of(EVERYBODY, LAX, "throttling");

    private final PerfectRun run = PerfectRun.of(Teller.tell(7, APPS, EVERYBODY, Set.of(EVERYBODY, LAX), 25, 300), APPS);

    @Test
    void groups_come_go_are_renamed_and_change_their_members_in_a_story() {
        assertThat(run.story.happened()).extracting(Event::kind).contains(Event.Kind.GROUP, Event.Kind.GROUP_JOIN, Event.Kind.GROUP_EXIT, Event.Kind.GROUP_RENAME);
        assertThat(Teller.tell(7, APPS, EVERYBODY, Set.of(LAX), 60, 3_000).happened()).extracting(Event::kind)
                .contains(Event.Kind.GROUP_LEAVE, Event.Kind.GROUP_RETURN, Event.Kind.GROUP_PURGE);
        assertThat(run.story.sent().stream().filter(event -> event.members().size() > 1)).isNotEmpty();
        assertThat(run.groups.get(LAX).all.keySet()).contains("group-" + LAX, "team-1");
        assertThat(run.groups.get("throttling").all).containsOnlyKeys("~strangers");
    }

    @Test
    void a_missing_member_is_caught() {
        ArrayNode members = populous(LAX).withArrayProperty("members");
        members.remove(0);

        assertThat(caught()).anyMatch(text -> text.startsWith("I2 no-uniqueness") && text.endsWith("has an account and is no member, but should be"));
    }

    @Test
    void a_member_too_many_is_caught() {
        ObjectNode group = populous(EVERYBODY);
        String outsider = run.accounts.get(EVERYBODY).values().stream().map(account -> account.path("id").asString())
                .filter(id -> id.startsWith(EVERYBODY) && group.path("members").valueStream().noneMatch(member -> member.path("value").asString().equals(id)))
                .findFirst().orElseThrow();
        group.withArrayProperty("members").addObject().put("value", outsider);

        assertThat(caught()).anyMatch(text -> text.startsWith("I2 strict") && text.endsWith("is a member, but should not be"));
    }

    @Test
    void a_stranger_in_a_group_and_a_member_that_is_there_twice_are_caught() {
        ArrayNode members = populous(LAX).withArrayProperty("members");
        members.addObject().put("value", "foreign-" + LAX);
        members.add(members.get(0).deepCopy());

        assertThat(caught()).anyMatch(text -> text.contains("/nobody: is a member, but should not be")).anyMatch(text -> text.startsWith("I3") && text.contains("is a member twice"));
    }

    @Test
    void a_doubled_group_is_caught() {
        run.groups.get(LAX).all.put("again", populous(LAX).deepCopy().put("id", "second"));

        assertThat(caught()).anyMatch(text -> text.startsWith("I3 no-uniqueness") && text.endsWith("is there 2 times"))
                .anyMatch(text -> text.endsWith("the group's link leads to another one"));
    }

    @Test
    void a_missing_group_one_that_should_not_be_there_a_wrong_name_and_a_touched_strangers_group_are_caught() {
        run.groups.get(EVERYBODY).all.remove("group-" + LAX);
        run.groups.get(EVERYBODY).all.put("new", populous(EVERYBODY).deepCopy().put("externalId", "invented").put("id", "new").put("displayName", "Invented"));
        run.groups.get(LAX).all.get("team-1").put("displayName", "team-1 v0");
        run.groups.get("throttling").all.get("~strangers").put("displayName", "Ours");

        assertThat(caught()).contains("I2 strict group-no-uniqueness: the group is not there", "I2 strict invented: a group is there that is none of the directory's",
                        "I2 throttling foreign-group-throttling: a foreign account or group was touched")
                .anyMatch(text -> text.startsWith("I2 no-uniqueness team-1: displayName is team-1 v0 instead of team-1 v"));
    }

    @Test
    void a_membership_change_that_is_not_audited_is_caught_also_when_one_call_made_many() {
        Fact one = run.facts.stream().filter(fact -> fact.isOfMembership() && run.journals.get(LAX).stream().anyMatch(call -> fact.id().equals(call.idempotencyKey())))
                .findFirst().orElseThrow();
        Entry many = run.journals.get(EVERYBODY).stream().filter(call -> call.memberships().size() > 1 && call.ofMembers()
                && run.groups.get(EVERYBODY).all.containsKey(call.externalId())).findFirst().orElseThrow();
        String second = many.memberships().get(1).membership();
        run.facts.remove(one);
        run.facts.remove(run.facts.stream().filter(fact -> fact.app().equals(EVERYBODY) && fact.objectId().equals(second)).findFirst().orElseThrow());

        assertThat(caught()).anyMatch(text -> text.startsWith("I5 no-uniqueness " + one.objectId() + ": " + one.id() + " was done (NONE) and is not audited as an effect"))
                .anyMatch(text -> text.startsWith("I5 strict " + second + ": "));
    }

    @Test
    void a_membership_change_that_is_audited_twice_or_was_never_made_is_caught() {
        Fact came = run.facts.stream().filter(fact -> fact.isOfMembership() && fact.came()).findFirst().orElseThrow();
        run.facts.add(new Fact("op-again", "update", "success", came.app(), came.objectId(), List.of(), "", "", true));
        run.facts.add(new Fact("op-invented", "update", "success", LAX, "team-1/p99999", List.of(), "", "", false));

        assertThat(caught()).anyMatch(text -> text.startsWith("I5 " + came.app() + " " + came.objectId() + ": came ") && text.endsWith("one was not done"))
                .contains("I5 no-uniqueness team-1/p99999: went 0 times, audited are 1: one was not done");
    }

    @Test
    void a_fact_that_names_another_membership_than_the_one_that_was_written_is_caught() {
        Fact one = run.facts.stream().filter(fact -> fact.isOfMembership() && run.journals.get(LAX).stream().anyMatch(call -> fact.id().equals(call.idempotencyKey())))
                .findFirst().orElseThrow();
        run.facts.remove(one);
        run.facts.add(new Fact(one.id(), "update", "success", LAX, "team-1/p99999", List.of(), "", "", one.came()));

        assertThat(caught()).anyMatch(text -> text.endsWith(one.id() + " was done, and the audit names team-1/p99999 for it"));
    }

    @Test
    void who_goes_with_a_group_may_be_on_record_once_and_no_more() {
        Entry delete = new Entry(run.tick(), "DELETE", "/scim/v2/Groups/x", "op-gone", true, false, Mishap.NONE, 204, 10_000, "x", "team-9", "", true, 0, "",
                List.of(new MemberChange("team-9", "p1", false)), false);
        run.journals.get(LAX).add(delete);
        run.facts.add(new Fact("op-gone", "delete", "success", LAX, "team-9", List.of(), "", ""));
        assertThat(caught()).isEmpty();

        run.facts.add(new Fact("op-went", "update", "success", LAX, "team-9/p1", List.of(), "", "", false));
        assertThat(caught()).isEmpty();

        run.facts.add(new Fact("op-went-again", "update", "success", LAX, "team-9/p1", List.of(), "", "", false));
        assertThat(caught()).containsExactly("I5 no-uniqueness team-9/p1: went 0 times, audited are 2: one was not done");
    }

    @Test
    void what_was_written_last_before_the_group_was_deleted_need_not_be_on_record_and_what_was_before_must() {
        for (boolean came : List.of(true, false, true)) {
            run.journals.get(LAX).add(new Entry(run.tick(), "PATCH", "/scim/v2/Groups/x", "op-ab" + run.journals.get(LAX).size(), true, false, Mishap.COMMIT_CLOSE, 0,
                    10_000 + run.journals.get(LAX).size(), "x", "team-9", "", true, 0, "", List.of(new MemberChange("team-9", "p1", came)), true));
        }
        run.journals.get(LAX).add(new Entry(run.tick(), "DELETE", "/scim/v2/Groups/x", "op-gone", true, false, Mishap.NONE, 204, 20_000, "x", "team-9", "", true, 0, "",
                List.of(new MemberChange("team-9", "p1", false)), false));
        run.facts.add(new Fact("op-gone", "delete", "success", LAX, "team-9", List.of(), "", ""));

        assertThat(caught()).hasSize(4).anyMatch(text -> text.endsWith("team-9/p1: came 2 times, audited are 0")).anyMatch(text -> text.endsWith("team-9/p1: went 1 times, audited are 0"));
    }

    @Test
    void an_older_name_that_is_written_after_a_newer_one_is_caught() {
        Entry create = run.journals.get(LAX).stream().filter(call -> call.isOfGroup() && call.externalId().equals("team-1")).findFirst().orElseThrow();
        for (int version : List.of(90_002, 90_001)) {
            run.journals.get(LAX).add(new Entry(run.tick(), "PATCH", create.path(), "op-" + version, true, false, Mishap.NONE, 200, version == 90_002 ? 10_000 : 10_001, "id",
                    "team-1", "", true, 0, "{\"displayName\":\"team-1 v" + version + "\"}"));
        }

        assertThat(caught()).anyMatch(text -> text.startsWith("I4 no-uniqueness team-1: version 90001 was written after version 90002"));
    }

    /** The group that has the most members. */
    private ObjectNode populous(String app) {
        return run.groups.get(app).all.values().stream().max(Comparator.comparingInt(group -> group.path("members").size())).orElseThrow();
    }

    private List<String> caught() {
        return Checker.check(run.evidence()).stream().map(Violation::toString).toList();
    }
}
