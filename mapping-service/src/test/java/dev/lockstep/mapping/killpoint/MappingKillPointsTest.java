package dev.lockstep.mapping.killpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.contracts.DirectoryChange;
import dev.lockstep.contracts.DirectoryChange.Operation;
import dev.lockstep.contracts.Lane;
import dev.lockstep.contracts.Message;
import dev.lockstep.contracts.ObjectType;
import dev.lockstep.contracts.Reevaluate;
import dev.lockstep.contracts.Topic;
import dev.lockstep.kit.consume.Received;
import dev.lockstep.kit.publish.Publisher;
import dev.lockstep.kit.testing.Mortal;
import dev.lockstep.kit.testing.Mortal.Death;
import dev.lockstep.kit.testing.Mortal.Point;
import dev.lockstep.mapping.fakes.Changes;
import dev.lockstep.mapping.fakes.World;
import dev.lockstep.mapping.planning.DecideBatch;
import dev.lockstep.mapping.planning.DecisionStore;
import dev.lockstep.mapping.planning.MembershipStore;
import dev.lockstep.mapping.planning.ObjectStore;
import dev.lockstep.mapping.shadow.LiveShadow;
import dev.lockstep.mapping.sweep.EndOfSync;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Dies before and after each step while it decides a change, and at each step of reading the batch again. */
class MappingKillPointsTest {
    private static final Changes ADA = Changes.user("ada");
    private static final Changes STAFF = Changes.group("staff");
    private static final Map<String, Object> NAMED = Map.of("userPrincipalName", "ada@x", "displayName", "Ada");
    private int trials;

    private enum Kind {
        CREATE, UPDATE, DISABLE, DELETE, GROUP_CREATED, GROUP_DELETED, GROUP_ASKED, MEMBERS_ADDED, MEMBER_REMOVED, MEMBERS_ASKED, MEMBER_PURGED;

        Message message() {
            return switch (this) {
                case CREATE -> ADA.upsert("1", 1L, NAMED);
                case UPDATE -> ADA.merge("2", 2L, Map.of("displayName", "Ada L"));
                case DISABLE -> ADA.plain(Operation.SOFT_DELETE, "2", 2L);
                case DELETE, MEMBER_PURGED -> ADA.plain(Operation.PURGE, "2", 2L);
                case GROUP_CREATED -> STAFF.upsert("9", 9L, Map.of("displayName", "Staff"));
                case GROUP_DELETED -> STAFF.plain(Operation.SOFT_DELETE, "9", 9L);
                case GROUP_ASKED -> new Reevaluate(ObjectType.GROUP, "staff", "ping", List.of(), Lane.BULK, "s2", null, "ann");
                case MEMBERS_ADDED -> STAFF.add("9", 9L, "cy", "di");
                case MEMBER_REMOVED -> STAFF.remove("9", 9L, "ada");
                case MEMBERS_ASKED -> new Reevaluate(ObjectType.GROUP, "staff", "ping", List.of(), Lane.BULK, "s2", null, "ann", null, List.of("ada", "bob"));
            };
        }

        /** What was there before. */
        void prepare(World world) {
            switch (this) {
                case CREATE -> world.app("ping", true, true);
                case UPDATE, DISABLE, DELETE -> {
                    world.app("ping", true, true);
                    world.handle(ADA.upsert("1", 1L, NAMED));
                }
                case GROUP_CREATED -> {
                    world.groupApp("ping", true);
                    world.handle(ADA.upsert("1", 1L, NAMED), STAFF.add("2", 2L, "ada", "bob"), Changes.group("all").upsert("3", 3L, Map.of("displayName", "All")),
                            Changes.group("all").add("4", 4L, "staff"));
                }
                case GROUP_DELETED, GROUP_ASKED, MEMBERS_ADDED, MEMBER_REMOVED, MEMBERS_ASKED, MEMBER_PURGED -> {
                    world.groupApp("ping", true);
                    world.handle(ADA.upsert("1", 1L, NAMED), STAFF.upsert("2", 2L, Map.of("displayName", "Staff")), STAFF.add("3", 3L, "ada", "bob"));
                }
            }
            follow(world);
        }
    }

    private static void follow(World world) {
        while (!world.reevaluates().isEmpty()) {
            world.handleReevaluates();
        }
    }

    private static DecideBatch decide(World world, Mortal life) {
        Publisher topic = life.around(Publisher.class, world, Map.of("publish", "desires-published"));
        return new DecideBatch(life.around(ObjectStore.class, world.objects, Map.of("store", "object-stored")),
                life.around(MembershipStore.class, world.memberships, Map.of("store", "membership-stored")), world.catalog, world.precedences,
                life.around(DecisionStore.class, world.decisions, Map.of("store", "decision-stored")), world.entitlements,
                new EndOfSync(world.sweeps, topic, world.clock), topic, new LiveShadow(world.shadows, world.clock), world.replayed::addAll, world.clock);
    }

    /** @param desires by key and version, of the change itself and of everything that followed from it */
    private record Result(List<List<String>> steps, Map<String, String> desires) {
    }

    private Result trial(Kind kind, List<Point> deaths, boolean other) {
        trials++;
        String name = "mapping/" + kind + "/" + deaths.stream().map(Point::name).toList();
        World world = new World();
        kind.prepare(world);
        Message message = kind.message();
        List<Received> batch = List.of(message instanceof DirectoryChange change ? world.put(change)
                : world.put(Topic.DIRECTORY_REEVALUATE, ((Reevaluate) message).objectId(), message));
        List<Mortal> lives = new ArrayList<>();
        List<DecideBatch> services = new ArrayList<>();
        for (int i = 0; i <= deaths.size(); i++) {
            Mortal life = new Mortal(i < deaths.size() ? deaths.get(i) : null);
            lives.add(life);
            services.add(decide(world, life));
        }
        boolean committed = false;
        for (int i = 0; !committed; i++) {
            DecideBatch service = other ? services.get(i) : decide(world, lives.get(i));
            try {
                service.handle(batch);
                committed = lives.get(i).step("offset-committed", () -> true);
            } catch (Death e) {
                committed = i < deaths.size() && deaths.get(i).equals(new Point("offset-committed", 1, Mortal.Moment.AFTER));
            }
        }
        follow(world);
        Map<String, String> desires = new HashMap<>();
        for (DesiredAccount desire : world.desires()) {
            String content = desire.state() + " " + desire.hash() + " " + desire.reason() + " " + desire.causes() + " " + desire.syncId();
            String before = desires.put(desire.key() + "@" + desire.version(), content);
            assertThat(before == null || before.equals(content)).as(name + ": a version is one desire").isTrue();
        }
        return new Result(lives.stream().map(Mortal::steps).toList(), desires);
    }

    @Test
    void a_change_leads_to_the_same_desires_wherever_the_service_died() {
        int points = 0;
        for (Kind kind : Kind.values()) {
            Result undisturbed = trial(kind, List.of(), false);
            assertThat(undisturbed.desires()).as(kind.name()).hasSize(switch (kind) {
                case CREATE -> 1;
                case UPDATE, DISABLE, DELETE -> 2;
                // ada, the group above, its member staff, staff and its two members.
                case GROUP_CREATED -> 6;
                // Before: ada, staff and its two members.
                case GROUP_DELETED, GROUP_ASKED -> 4 + 3;
                case MEMBERS_ADDED, MEMBERS_ASKED -> 4 + 2;
                case MEMBER_REMOVED -> 4 + 1;
                case MEMBER_PURGED -> 4 + 2;
            });
            List<Point> all = Mortal.points(undisturbed.steps().getFirst());
            points += all.size();
            System.out.println("mapping/" + kind + ": " + all.stream().map(Point::name).toList());
            for (boolean other : List.of(false, true)) {
                for (Point first : all) {
                    Result result = trial(kind, List.of(first), other);
                    assertThat(result.desires()).as(kind + " " + first.name()).isEqualTo(undisturbed.desires());
                    for (Point second : Mortal.points(result.steps().get(1))) {
                        assertThat(trial(kind, List.of(first, second), other).desires()).as(kind + " " + first.name() + ", then " + second.name())
                                .isEqualTo(undisturbed.desires());
                    }
                }
            }
        }
        System.out.println("kill points of mapping: " + points + " points in " + Kind.values().length + " kinds, same and other replica, each alone and with a second death: " + trials + " trials, 0 wrong");
    }
}
