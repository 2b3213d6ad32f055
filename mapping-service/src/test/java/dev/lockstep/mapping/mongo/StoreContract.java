package dev.lockstep.mapping.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.contracts.Activity;
import dev.lockstep.contracts.AppConfig;
import dev.lockstep.contracts.DesiredAccount.State;
import dev.lockstep.contracts.DirectoryChange;
import dev.lockstep.contracts.DirectoryChange.Operation;
import dev.lockstep.contracts.ObjectType;
import dev.lockstep.mapping.app.App;
import dev.lockstep.mapping.app.Job;
import dev.lockstep.mapping.app.SchemaDraft;
import dev.lockstep.mapping.app.SchemaStamp;
import dev.lockstep.mapping.desire.Decision;
import dev.lockstep.mapping.directory.Applied;
import dev.lockstep.mapping.directory.DirectoryObject;
import dev.lockstep.mapping.directory.DirectoryRules;
import dev.lockstep.mapping.directory.Membership;
import dev.lockstep.mapping.directory.Precedence;
import dev.lockstep.mapping.fakes.Changes;
import dev.lockstep.mapping.planning.AppStore;
import dev.lockstep.mapping.planning.AssignmentStore;
import dev.lockstep.mapping.planning.AssignmentStore.Assignment;
import dev.lockstep.mapping.planning.DecisionStore;
import dev.lockstep.mapping.planning.MembershipStore;
import dev.lockstep.mapping.planning.ObjectStore;
import dev.lockstep.mapping.planning.PrecedenceStore;
import dev.lockstep.mapping.planning.SweepStore;
import dev.lockstep.mapping.planning.SweepStore.Sweep;
import dev.lockstep.mapping.schema.SchemaArchive;
import dev.lockstep.mapping.schema.SchemaVersion;
import dev.lockstep.mapping.shadow.Finding;
import dev.lockstep.mapping.shadow.Finding.Change;
import dev.lockstep.mapping.shadow.Finding.Effect;
import dev.lockstep.mapping.shadow.Finding.Kind;
import dev.lockstep.mapping.shadow.ShadowStore;
import dev.lockstep.mapping.shadow.ShadowStore.Entry;
import dev.lockstep.mapping.shadow.ShadowStore.Run;
import dev.lockstep.mapping.shadow.ShadowStore.Step;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.dao.OptimisticLockingFailureException;

/** What the ports promise, for the store and for the fakes alike. */
abstract class StoreContract {
    private static final Precedence ANY = Precedence.LAST_WRITER;

    abstract ObjectStore objects();

    abstract MembershipStore memberships();

    abstract DecisionStore decisions();

    abstract AssignmentStore assignments();

    abstract AppStore apps();

    abstract SweepStore sweeps();

    abstract SchemaArchive archive();

    abstract ShadowStore shadows();

    abstract PrecedenceStore precedences();

    private static DirectoryObject object(DirectoryChange... changes) {
        DirectoryObject object = null;
        for (DirectoryChange change : changes) {
            object = ((Applied.Changed) DirectoryRules.apply(object, change, ANY)).object();
        }
        assertThat(object).isNotNull();
        return object;
    }

    private void store(DirectoryObject... fresh) {
        objects().store(List.of(fresh).stream().map(o -> new ObjectStore.Step(0, o)).toList(), ANY);
    }

    private static DirectoryObject named(String id, String name) {
        return object(Changes.user(id).upsert("1", 1L, Map.of("displayName", name, "userPrincipalName", id + "@acme.example", "mail", name + ".mail@acme.example")));
    }

    @Test
    void an_object_comes_back_as_it_was_stored() {
        Changes hr = Changes.user("u1");
        DirectoryObject full = object(
                hr.upsert("1", 1L, Map.of("displayName", "Ada", "age", 7, "big", 5_000_000_000L, "share", 0.5, "ok", true, "tags", List.of("a", "b"),
                        "address", Map.of("city", "Oslo"), "a.dotted:name", "x")),
                hr.merge("2", 2L, Map.of("a.dotted:name", "y")), hr.from("ldap").merge("3", null, Map.of("mobile", "1")),
                hr.plain(Operation.SOFT_DELETE, "4", 4L));
        store(full);

        assertThat(objects().byIds(List.of("u1", "nobody"))).isEqualTo(Map.of("u1", full));
        assertThat(objects().gone(List.of("u1"))).containsExactly("u1");
    }

    @Test
    void an_object_is_written_only_over_the_revision_that_it_was_made_from() {
        DirectoryObject first = named("u1", "Ada");
        store(first);
        assertThatThrownBy(() -> store(first)).isInstanceOf(OptimisticLockingFailureException.class)
                .as("the batch has to come again").matches(dev.lockstep.kit.consume.Outage::isOutage);
        DirectoryObject second = ((Applied.Changed) DirectoryRules.apply(first, Changes.user("u1").merge("2", 2L, Map.of("a", "b")), ANY)).object();
        assertThatThrownBy(() -> objects().store(List.of(new ObjectStore.Step(5, second)), ANY)).isInstanceOf(OptimisticLockingFailureException.class);

        objects().store(List.of(new ObjectStore.Step(1, second)), ANY);

        assertThat(objects().byIds(List.of("u1"))).containsEntry("u1", second);
    }

    @Test
    void objects_are_paged_by_type_in_order() {
        store(named("u2", "B"), named("u1", "A"), named("u3", "C"), object(Changes.group("g1").upsert("1", null, Map.of("displayName", "G"))));

        assertThat(objects().page(ObjectType.USER, null, 2)).extracting(DirectoryObject::objectId).containsExactly("u1", "u2");
        assertThat(objects().page(ObjectType.USER, "u2", 2)).extracting(DirectoryObject::objectId).containsExactly("u3");
        assertThat(objects().page(ObjectType.GROUP, null, 2)).extracting(DirectoryObject::objectId).containsExactly("g1");
        assertThat(objects().gone(List.of("u1", "u2"))).isEmpty();
        assertThat(objects().ids(ObjectType.USER, null, 2)).containsExactly("u1", "u2");
        assertThat(objects().ids(ObjectType.USER, "u2", 2)).containsExactly("u3");
        assertThat(objects().count(ObjectType.USER)).isEqualTo(3);
    }

    @Test
    void people_are_found_by_the_start_of_name_address_or_id_in_any_case() {
        store(named("u1", "Ada Lovelace"), named("u2", "Adam"), named("x9", "Grace"));

        assertThat(objects().search(ObjectType.USER, "aDA", null, 10)).extracting(DirectoryObject::objectId).containsExactly("u1", "u2");
        assertThat(objects().search(ObjectType.USER, "ada", "u1", 10)).extracting(DirectoryObject::objectId).containsExactly("u2");
        assertThat(objects().search(ObjectType.USER, "x9@", null, 10)).hasSize(1);
        assertThat(objects().search(ObjectType.USER, "grace.m", null, 10)).hasSize(1);
        assertThat(objects().search(ObjectType.USER, "lovelace", null, 10)).isEmpty();
        assertThat(objects().search(ObjectType.USER, ".*", null, 10)).isEmpty();
        assertThat(objects().search(ObjectType.GROUP, "ada", null, 10)).isEmpty();
        assertThat(objects().search(ObjectType.USER, "", null, 2)).hasSize(2);
    }

    @Test
    void edges_are_known_from_both_ends_while_they_hold() {
        Membership a = new Membership("g1", "u1", true, "hr", 1L, List.of("hr/1"));
        Membership ended = new Membership("g1", "u2", false, "hr", null, List.of("hr/2"));
        Membership b = new Membership("g2", "u1", true, "hr", null, List.of("hr/3"));
        memberships().store(List.of(a, ended, b));

        assertThat(memberships().byIds(List.of(a.id(), ended.id(), "x|y"))).isEqualTo(Map.of(a.id(), a, ended.id(), ended));
        assertThat(memberships().groupsOf(List.of("u1", "u2"))).isEqualTo(Map.of("u1", Set.of("g1", "g2")));
        assertThat(memberships().membersOf(List.of("g1", "g3"))).isEqualTo(Map.of("g1", Set.of("u1")));
        assertThat(memberships().groupsOf(List.of())).isEmpty();
        memberships().store(List.of(new Membership("g1", "u2", true, "hr", 2L, List.of("hr/4")), new Membership("g1", "u0", true, "hr", 2L, List.of("hr/4"))));
        assertThat(memberships().page("g1", null, 2)).containsExactly("u0", "u1");
        assertThat(memberships().page("g1", "u1", 2)).containsExactly("u2");
    }

    private static Decision decision(String object, long version, @Nullable State state) {
        return new Decision("ping", object, version, state, "hash", "assigned", "changes-1@7", state == null ? null : "s1", "");
    }

    @Test
    void a_decision_is_written_only_over_the_version_that_it_was_made_from() {
        decisions().store(List.of(new DecisionStore.Step(null, decision("u1", 1, State.PRESENT)), new DecisionStore.Step(null, decision("u2", 0, null))));
        assertThat(decisions().byIds(List.of("ping/u1", "ping/u2", "ping/x")))
                .isEqualTo(Map.of("ping/u1", decision("u1", 1, State.PRESENT), "ping/u2", decision("u2", 0, null)));

        for (DecisionStore.Step late : List.of(new DecisionStore.Step(null, decision("u1", 1, State.PRESENT)), new DecisionStore.Step(7L, decision("u1", 8, State.PRESENT)))) {
            assertThatThrownBy(() -> decisions().store(List.of(late))).isInstanceOf(OptimisticLockingFailureException.class);
        }
        decisions().store(List.of(new DecisionStore.Step(1L, decision("u1", 2, State.DISABLED)), new DecisionStore.Step(0L, decision("u2", 1, State.PRESENT))));

        assertThat(decisions().page("ping", null, 1)).containsExactly(decision("u1", 2, State.DISABLED));
        assertThat(decisions().page("ping", "u1", 5)).containsExactly(decision("u2", 1, State.PRESENT));
        assertThat(decisions().page("other", null, 5)).isEmpty();
    }

    @Test
    void memberships_are_decided_apart_and_stand_behind_their_group() {
        Decision group = new Decision("ping", "g", 1, State.PRESENT, "hash", "assigned", "changes-1@7", "s1", "", ObjectType.GROUP);
        Decision ada = new Decision("ping", "g/ada", 1, State.PRESENT, "hash", "member", "changes-1@8", null, "", ObjectType.MEMBERSHIP);
        Decision bob = new Decision("ping", "g/bob", 2, State.DELETED, "hash", "notMember", "changes-1@8", null, "", ObjectType.MEMBERSHIP);
        Decision next = decision("g0", 1, State.PRESENT);
        decisions().store(java.util.stream.Stream.of(next, bob, group, ada).map(each -> new DecisionStore.Step(null, each)).toList());

        assertThat(decisions().byIds(List.of("ping/g", "ping/g/bob"))).isEqualTo(Map.of("ping/g", group, "ping/g/bob", bob));
        assertThat(decisions().page("ping", "g/", 2)).containsExactly(ada, bob);
        assertThat(decisions().page("ping", null, 5)).containsExactly(group, ada, bob, next);
        assertThat(decisions().page("ping", "g/" + Character.toString(Character.MAX_CODE_POINT), 5)).containsExactly(next);
    }

    @Test
    void assignments_hold_until_they_end_and_are_settled_by_version() {
        Assignment none = new Assignment("ping", AssignmentStore.Kind.GROUP, "g1", false, 0, true, "ann", Changes.AT);
        Assignment first = none.change(true, "ann", Changes.AT);
        assertThat(assignments().save(first)).isTrue();
        assertThat(assignments().save(first)).isFalse();
        assertThat(assignments().unsettled(5)).containsExactly(first);
        assertThat(assignments().appsOf(List.of("g1", "u1"))).isEqualTo(Map.of("g1", Set.of("ping")));

        Assignment ended = first.change(false, "bob", Changes.AT);
        assertThat(assignments().save(ended)).isTrue();
        assignments().settled(first);
        assertThat(assignments().unsettled(5)).containsExactly(ended);
        assignments().settled(ended);

        assertThat(assignments().unsettled(5)).isEmpty();
        assertThat(assignments().appsOf(List.of("g1"))).isEmpty();
        assertThat(assignments().page("ping", null, 5)).isEmpty();
        assertThat(assignments().byId(first.id())).isPresent();
        assignments().save(new Assignment("ping", AssignmentStore.Kind.USER, "u1", false, 0, true, "ann", Changes.AT).change(true, "ann", Changes.AT));
        assertThat(assignments().page("ping", null, 5)).extracting(Assignment::principalId).containsExactly("u1");
        assignments().removeAll("ping");
        assertThat(assignments().page("ping", null, 5)).isEmpty();
    }

    private static App app(boolean everything) {
        Activity activity = new Activity("f1", Changes.AT, "admin", "success", "ping", null, null, "ann", List.of(), "x", List.of(), null, Map.of("a", 1));
        return new App("ping", "scim", "Ping", everything ? "https://x" : null,
                everything ? new AppConfig.Credentials(AppConfig.Credentials.Kind.OAUTH_CLIENT_CREDENTIALS,
                        new AppConfig.EncryptedSecret("c", "clientSecret", 3, "fp", Changes.AT), "https://t", "id", List.of("s")) : null,
                3, everything ? new Job.Paused(new Job.Sync("s1", Changes.AT, "ann")) : Job.OFF, true, false, everything,
                new AppConfig.Notifications(everything ? "a@x" : null, true, everything ? "https://hook" : null), new AppConfig.RemovalThreshold(10, 10, everything ? Set.of("p-1", "ann@example.com") : Set.of()), new AppConfig.Limits(4, 0),
                AppConfig.OnPurge.DELETE, everything ? new AppConfig.Policies(new AppConfig.Retry(List.of(5, 60), 28), AppConfig.Confirm.SAMPLED,
                        new AppConfig.Reconciliation(24, AppConfig.Drift.ALERT, Map.of("name.givenName", AppConfig.Drift.ACCEPT), AppConfig.Vanished.UNLINK))
                        : AppConfig.Policies.STANDARD,
                AppConfig.TargetProfile.standard(), "{\"$a.b\":1}",
                new SchemaStamp(4, "ann", Changes.AT, everything ? "because" : null),
                everything ? new SchemaDraft("d9", "{\"$c\":2}", "bob", Changes.AT, null) : null, "salt", false, 0,
                everything ? new App.Outbox(true, List.of(activity), new App.SweepOrder("s1", "s1", "ann"), false) : App.Outbox.EMPTY);
    }

    @Test
    void an_app_comes_back_as_it_was_saved_and_only_the_first_save_of_a_revision_counts() {
        assertThat(apps().save(app(true))).isTrue();
        assertThat(apps().save(app(false))).isFalse();
        App stored = apps().byId("ping").orElseThrow();
        assertThat(stored).usingRecursiveComparison().ignoringFields("revision").isEqualTo(app(true));
        assertThat(apps().revisions()).isEqualTo(Map.of("ping", stored.revision()));
        assertThat(apps().withOutbox()).containsExactly(stored);

        assertThat(apps().save(stored.with(App.Outbox.EMPTY))).isTrue();
        assertThat(apps().save(stored)).isFalse();

        assertThat(apps().withOutbox()).isEmpty();
        assertThat(apps().all()).singleElement().satisfies(a -> assertThat(a.revision()).isEqualTo(stored.revision() + 1));
    }

    @Test
    void a_walk_is_held_by_one_advances_and_collects_partitions() {
        sweeps().begin(Sweep.fresh("s1", "ping", "s1", "ann", Changes.AT));
        sweeps().begin(Sweep.fresh("s1", "ping", "s1", "bob", Changes.AT));
        assertThat(sweeps().claim("one", Changes.AT, Changes.AT.plusSeconds(30))).singleElement().satisfies(s -> assertThat(s.initiator()).isEqualTo("ann"));
        assertThat(sweeps().claim("two", Changes.AT.plusSeconds(29), Changes.AT.plusSeconds(60))).isEmpty();
        assertThat(sweeps().advance("s1", "one", "u7", 7, Changes.AT.plusSeconds(60))).isTrue();
        assertThat(sweeps().advance("s1", "two", "u9", 9, Changes.AT.plusSeconds(60))).isFalse();
        assertThat(sweeps().claim("two", Changes.AT.plusSeconds(61), Changes.AT.plusSeconds(90))).singleElement()
                .satisfies(s -> assertThat(s.cursor()).isEqualTo("u7"));
        assertThat(sweeps().end("s1", "one", 9, 2)).isFalse();
        assertThat(sweeps().removals("s1")).isEmpty();
        sweeps().counted("s1", 7);
        assertThat(sweeps().removals("s1")).hasValue(7);
        assertThat(sweeps().evaluated("s1", 1, 2).orElseThrow().allEvaluated()).isFalse();
        assertThat(sweeps().end("s1", "two", 9, 2)).isTrue();
        assertThat(sweeps().claim("one", Changes.AT.plusSeconds(900), Changes.AT.plusSeconds(990))).isEmpty();

        Sweep all = sweeps().evaluated("s1", 0, 2).orElseThrow();
        sweeps().markersSent("s1");

        assertThat(all.allEvaluated()).isTrue();
        assertThat(sweeps().byId("s1").orElseThrow()).isEqualTo(
                new Sweep("s1", "ping", "s1", "ann", Changes.AT, "u7", 9, true, Set.of(0, 1), 2, true));
    }

    @Test
    void a_walk_that_another_replaced_is_over() {
        sweeps().begin(Sweep.fresh("s1", "ping", "s1", "ann", Changes.AT));
        sweeps().begin(Sweep.fresh("v2", "ping", null, "ann", Changes.AT));
        sweeps().begin(Sweep.fresh("o1", "other", "o1", "ann", Changes.AT));
        sweeps().cancelOthers("ping", "v3", false);
        assertThat(sweeps().claim("one", Changes.AT, Changes.AT.plusSeconds(30))).extracting(Sweep::id).containsExactlyInAnyOrder("s1", "o1");
        sweeps().cancelOthers("ping", "s2", true);

        assertThat(sweeps().open()).isEqualTo(1);
        assertThat(sweeps().evaluated("s1", 0, 2)).isEmpty();
        assertThat(sweeps().advance("s1", "one", "x", 1, Changes.AT.plusSeconds(60))).isFalse();
        assertThat(sweeps().advance("o1", "one", "x", 1, Changes.AT.plusSeconds(60))).isTrue();
    }

    @Test
    void without_a_precedence_the_last_writer_counts() {
        assertThat(precedences().precedence()).isEqualTo(Precedence.LAST_WRITER);
        precedences().save(new Precedence(List.of("hr", "ldap")));
        assertThat(precedences().precedence().sources()).containsExactly("hr", "ldap");
    }

    @Test
    void schema_versions_are_kept_once_and_paged_newest_first() {
        for (long number = 1; number <= 3; number++) {
            archive().keep(new SchemaVersion("ping", new SchemaStamp(number, "ann", Changes.AT, number == 1 ? null : "why " + number), "{\"n\":" + number + "}"));
        }
        archive().keep(new SchemaVersion("ping", new SchemaStamp(3, "ann", Changes.AT, "why 3"), "{\"n\":3}"));
        archive().keep(new SchemaVersion("other", new SchemaStamp(1, "ann", Changes.AT, null), "{}"));

        assertThat(archive().page("ping", 3, 5)).extracting(SchemaStamp::number).containsExactly(2L, 1L);
        assertThat(archive().page("ping", 9, 2)).containsExactly(new SchemaStamp(3, "ann", Changes.AT, "why 3"), new SchemaStamp(2, "ann", Changes.AT, "why 2"));
        assertThat(archive().version("ping", 1)).contains(new SchemaVersion("ping", new SchemaStamp(1, "ann", Changes.AT, null), "{\"n\":1}"));
        assertThat(archive().version("ping", 7)).isEmpty();
        archive().forget("ping", 2);
        assertThat(archive().page("ping", 9, 5)).extracting(SchemaStamp::number).containsExactly(3L);
        assertThat(archive().page("other", 9, 5)).hasSize(1);
    }

    private static Entry entry(String object, Kind kind, String stamp, Change... changes) {
        return new Entry(object, object + "@x", new Finding(kind, List.of(changes), List.of()), stamp, false, Changes.AT);
    }

    private static final Change TITLE = new Change("title", Effect.set, "a", List.of("b", true));
    private static final Change MAIL = new Change("emails[type eq \"work\"].value", Effect.clear, "a", null);

    @Test
    void findings_are_counted_by_mark_and_paged_and_a_newer_one_takes_the_place_of_an_older() {
        shadows().begin(Run.fresh("r1", "ping", Changes.AT));
        shadows().walked("r1", List.of(new Step(entry("u1", Kind.changes, "w", TITLE, MAIL), null), new Step(entry("u2", Kind.enters, "w", TITLE), null),
                new Step(entry("u3", Kind.same, "w"), null), new Step(entry("u4", Kind.leaves, "w"), null), new Step(entry("u5", Kind.changes, "w", TITLE), null)));

        assertThat(shadows().run("r1").orElseThrow().marks()).contains(Finding.FOUND, "changes", "enters", "leaves", Finding.attribute("title"));
        assertThat(shadows().count("r1", Finding.FOUND)).isEqualTo(4);
        assertThat(shadows().count("r1", "changes")).isEqualTo(2);
        assertThat(shadows().count("r1", Finding.attribute("title"))).isEqualTo(2);
        assertThat(shadows().count("r1", Finding.attribute("emails[type eq \"work\"].value"))).isEqualTo(1);
        assertThat(shadows().page("r1", Finding.FOUND, null, 2)).containsExactly(entry("u1", Kind.changes, "w", TITLE, MAIL), entry("u2", Kind.enters, "w", TITLE));
        assertThat(shadows().page("r1", "changes", "u1", 2)).extracting(Entry::objectId).containsExactly("u5");

        shadows().changed("r1", List.of(entry("u1", Kind.same, "l1"), entry("u3", Kind.changes, "l2", MAIL)), false);

        assertThat(shadows().count("r1", "changes")).isEqualTo(2);
        assertThat(shadows().count("r1", Finding.attribute("title"))).isEqualTo(1);
        assertThat(shadows().run("r1").orElseThrow().live()).isEqualTo(2);
        assertThat(shadows().count("r2", Finding.FOUND)).isZero();
    }

    @Test
    void the_walk_never_overwrites_what_a_change_led_to_meanwhile() {
        shadows().begin(Run.fresh("r1", "ping", Changes.AT));
        Map<String, String> seen = shadows().stamps("r1", List.of("u1", "u2", "u3"));
        assertThat(seen).isEmpty();
        shadows().changed("r1", List.of(entry("u1", Kind.same, "l1"), entry("u2", Kind.leaves, "l2")), true);

        shadows().walked("r1", List.of(new Step(entry("u1", Kind.changes, "w", TITLE), null), new Step(entry("u2", Kind.changes, "w", TITLE), null),
                new Step(entry("u3", Kind.changes, "w", TITLE), null)));

        assertThat(shadows().stamps("r1", List.of("u1", "u2", "u3"))).isEqualTo(Map.of("u1", "l1", "u2", "l2", "u3", "w"));
        assertThat(shadows().count("r1", "changes")).isEqualTo(1);
        shadows().walked("r1", List.of(new Step(entry("u1", Kind.changes, "w2", TITLE), "l1"), new Step(entry("u2", Kind.same, "w2"), "l2"),
                new Step(entry("u3", Kind.enters, "w2"), "old")));
        assertThat(shadows().stamps("r1", List.of("u1", "u2", "u3"))).isEqualTo(Map.of("u1", "w2", "u3", "w"));
    }

    @Test
    void a_shadow_run_is_held_by_one_goes_on_behind_its_cursor_and_dissolves() {
        shadows().begin(Run.fresh("r1", "ping", Changes.AT));
        shadows().begin(Run.fresh("r1", "ping", Changes.AT.plusSeconds(9)));
        assertThat(shadows().run("r1")).contains(Run.fresh("r1", "ping", Changes.AT));
        assertThat(shadows().claim("r1", "one", Changes.AT, Changes.AT.plusSeconds(30))).isTrue();
        assertThat(shadows().claim("r1", "two", Changes.AT.plusSeconds(29), Changes.AT.plusSeconds(60))).isFalse();
        assertThat(shadows().advance("r1", "one", "u7", 7, Changes.AT.plusSeconds(60))).isTrue();
        assertThat(shadows().advance("r1", "two", "u9", 9, Changes.AT.plusSeconds(60))).isFalse();
        assertThat(shadows().claim("r1", "two", Changes.AT.plusSeconds(61), Changes.AT.plusSeconds(90))).isTrue();
        assertThat(shadows().run("r1").orElseThrow().cursor()).isEqualTo("u7");
        assertThat(shadows().end("r1", "one", 9, Changes.AT)).isFalse();
        assertThat(shadows().end("r1", "two", 9, Changes.AT)).isTrue();
        assertThat(shadows().claim("r1", "two", Changes.AT.plusSeconds(99), Changes.AT.plusSeconds(190))).isFalse();
        assertThat(shadows().open(List.of("r1", "r2"))).extracting(Run::id).containsExactly("r1");

        shadows().walked("r1", List.of(new Step(entry("u1", Kind.enters, "w"), null), new Step(entry("u2", Kind.enters, "w"), null)));
        shadows().dissolve("r1", Changes.AT);
        assertThat(shadows().open(List.of("r1"))).isEmpty();
        assertThat(shadows().run("r1").orElseThrow().dissolvedAt()).isEqualTo(Changes.AT);
        assertThat(shadows().clear("r1", 1)).isTrue();
        assertThat(shadows().clear("r1", 5)).isTrue();
        assertThat(shadows().clear("r1", 5)).isFalse();
        shadows().forget("r1");
        assertThat(shadows().all()).isEmpty();
    }
}
