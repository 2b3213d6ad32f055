package dev.lockstep.audit.killpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.audit.Samples;
import dev.lockstep.audit.fact.Fact;
import dev.lockstep.audit.ledger.ActivityQuery;
import dev.lockstep.audit.ledger.InMemoryLedger;
import dev.lockstep.audit.ledger.Ledger;
import dev.lockstep.audit.notify.Episodes;
import dev.lockstep.audit.notify.FailureWatch;
import dev.lockstep.audit.notify.OpenEpisodes;
import dev.lockstep.audit.recording.Recorder;
import dev.lockstep.contracts.AccountOutcome;
import dev.lockstep.contracts.AccountOutcome.Action;
import dev.lockstep.contracts.AccountOutcome.Result;
import dev.lockstep.contracts.Envelope;
import dev.lockstep.contracts.codec.Codec;
import dev.lockstep.kit.consume.Received;
import dev.lockstep.kit.testing.Mortal;
import dev.lockstep.kit.testing.Mortal.Death;
import dev.lockstep.kit.testing.Mortal.Point;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Dies before and after each step while it records an effect and a failure, and at each step of reading the batch again. */
class AuditKillPointsTest {
    private static final List<Action> KINDS = List.of(Action.CREATE, Action.UPDATE, Action.DISABLE, Action.DELETE);
    private static final ActivityQuery EVERYTHING = ActivityQuery.ALL;
    private int trials;

    private static Received record(AccountOutcome outcome, long offset) {
        Envelope<AccountOutcome> envelope = Codec.envelope(outcome.factId(), "writer", "app/p1", Samples.T0, outcome);
        return new Received("account.outcomes", 0, offset, "app/p1", Codec.encode(envelope), envelope);
    }

    /** @return the steps of each life */
    private List<List<String>> trial(Action kind, List<Point> deaths, boolean other) {
        trials++;
        InMemoryLedger ledger = new InMemoryLedger();
        Episodes episodes = OpenEpisodes.inMemory(Duration.ofHours(1));
        List<Received> batch = List.of(record(Samples.outcome("app", "p1", 1, Result.APPLIED, kind, null), 0),
                record(Samples.outcome("app", "p1", 2, Result.REFUSED, Action.NONE, Samples.failure("permanent", "refused")), 1),
                // The writer publishes again after a restart.
                record(Samples.outcome("app", "p1", 1, Result.APPLIED, kind, null), 2));
        List<Mortal> lives = new ArrayList<>();
        List<Recorder> recorders = new ArrayList<>();
        for (int i = 0; i <= deaths.size(); i++) {
            Mortal life = new Mortal(i < deaths.size() ? deaths.get(i) : null);
            lives.add(life);
            recorders.add(other || i == 0 ? recorder(life, ledger, episodes) : null);
        }
        boolean committed = false;
        for (int i = 0; !committed; i++) {
            Mortal life = lives.get(i);
            Recorder recorder = recorders.get(i) == null ? recorder(life, ledger, episodes) : recorders.get(i);
            try {
                recorder.handle(batch);
                committed = life.step("offset-committed", () -> true);
            } catch (Death e) {
                // After the commit the batch is not read again.
                committed = i < deaths.size() && deaths.get(i).equals(new Point("offset-committed", 1, Mortal.Moment.AFTER));
            }
        }
        String name = "audit/" + kind + "/" + deaths.stream().map(Point::name).toList();
        List<Fact> facts = ledger.page(EVERYTHING, null, 100);
        assertThat(facts.stream().map(Fact::id)).as(name).containsExactlyInAnyOrder("op-app-p1-1", "op-app-p1-2");
        assertThat(facts.stream().filter(fact -> fact.id().equals("op-app-p1-1")).map(Fact::action)).as(name).containsExactly(kind.name().toLowerCase(java.util.Locale.ROOT));
        return lives.stream().map(Mortal::steps).toList();
    }

    private static Recorder recorder(Mortal life, Ledger ledger, Episodes episodes) {
        return new Recorder(life.around(Ledger.class, ledger, Map.of("append", "facts-recorded")),
                new FailureWatch(life.around(Episodes.class, episodes, Map.of("note", "failure-noted", "recovered", "recovery-noted")), Clock.systemUTC(), () -> {
                }), new SimpleMeterRegistry());
    }

    @Test
    void an_effect_is_recorded_once_wherever_the_service_died() {
        int points = 0;
        for (Action kind : KINDS) {
            List<Point> all = Mortal.points(trial(kind, List.of(), false).getFirst());
            points += all.size();
            System.out.println("audit/" + kind + ": " + all.stream().map(Point::name).toList());
            for (boolean other : List.of(false, true)) {
                for (Point first : all) {
                    List<String> again = trial(kind, List.of(first), other).get(1);
                    Mortal.points(again).forEach(second -> trial(kind, List.of(first, second), other));
                }
            }
        }
        System.out.println("kill points of audit: " + points + " points in 4 kinds, same and other replica, each alone and with a second death: " + trials + " trials, 0 wrong");
    }
}
