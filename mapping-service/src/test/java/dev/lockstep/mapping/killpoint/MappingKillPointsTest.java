package dev.lockstep.mapping.killpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.contracts.DirectoryChange;
import dev.lockstep.contracts.DirectoryChange.Operation;
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
    private static final Map<String, Object> NAMED = Map.of("userPrincipalName", "ada@x", "displayName", "Ada");
    private int trials;

    private enum Kind {
        CREATE, UPDATE, DISABLE, DELETE;

        DirectoryChange change() {
            return switch (this) {
                case CREATE -> ADA.upsert("1", 1L, NAMED);
                case UPDATE -> ADA.merge("2", 2L, Map.of("displayName", "Ada L"));
                case DISABLE -> ADA.plain(Operation.SOFT_DELETE, "2", 2L);
                case DELETE -> ADA.plain(Operation.PURGE, "2", 2L);
            };
        }
    }

    private static DecideBatch decide(World world, Mortal life) {
        Publisher topic = life.around(Publisher.class, world, Map.of("publish", "desires-published"));
        return new DecideBatch(life.around(ObjectStore.class, world.objects, Map.of("store", "object-stored")),
                life.around(MembershipStore.class, world.memberships, Map.of("store", "membership-stored")), world.catalog, world.precedences,
                life.around(DecisionStore.class, world.decisions, Map.of("store", "decision-stored")), world.entitlements,
                new EndOfSync(world.sweeps, topic, world.clock), topic, new LiveShadow(world.shadows, world.clock), world.replayed::addAll, world.clock);
    }

    private record Result(List<List<String>> steps, Map<Long, String> desires) {
    }

    private Result trial(Kind kind, List<Point> deaths, boolean other) {
        trials++;
        String name = "mapping/" + kind + "/" + deaths.stream().map(Point::name).toList();
        World world = new World();
        world.app("ping", true, true);
        if (kind != Kind.CREATE) {
            world.handle(ADA.upsert("1", 1L, NAMED));
        }
        List<Received> batch = List.of(world.put(kind.change()));
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
        Map<Long, String> desires = new HashMap<>();
        for (DesiredAccount desire : world.desires()) {
            String content = desire.state() + " " + desire.hash() + " " + desire.causes();
            String before = desires.put(desire.version(), content);
            assertThat(before == null || before.equals(content)).as(name + ": a version is one desire").isTrue();
        }
        return new Result(lives.stream().map(Mortal::steps).toList(), desires);
    }

    @Test
    void a_change_leads_to_the_same_desires_wherever_the_service_died() {
        int points = 0;
        for (Kind kind : Kind.values()) {
            Result undisturbed = trial(kind, List.of(), false);
            assertThat(undisturbed.desires()).hasSize(kind == Kind.CREATE ? 1 : 2);
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
        System.out.println("kill points of mapping: " + points + " points in 4 kinds, same and other replica, each alone and with a second death: " + trials + " trials, 0 wrong");
    }
}
