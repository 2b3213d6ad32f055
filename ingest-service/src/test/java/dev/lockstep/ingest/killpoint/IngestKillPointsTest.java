package dev.lockstep.ingest.killpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.DirectoryChange;
import dev.lockstep.contracts.DirectoryChange.Operation;
import dev.lockstep.contracts.ObjectType;
import dev.lockstep.ingest.ContentHash;
import dev.lockstep.ingest.Counters;
import dev.lockstep.ingest.event.Checked;
import dev.lockstep.ingest.event.InMemoryReservations;
import dev.lockstep.ingest.event.Intake;
import dev.lockstep.ingest.event.Receipt;
import dev.lockstep.ingest.event.Reservations;
import dev.lockstep.ingest.source.InMemorySources;
import dev.lockstep.ingest.source.SettingsReader;
import dev.lockstep.ingest.source.Source;
import dev.lockstep.ingest.source.Sources;
import dev.lockstep.kit.publish.Publisher;
import dev.lockstep.kit.testing.InMemoryPublisher;
import dev.lockstep.kit.testing.Mortal;
import dev.lockstep.kit.testing.Mortal.Death;
import dev.lockstep.kit.testing.Mortal.Point;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Dies before and after each recorded step while it takes an event, and at each step of taking it again; the source repeats until it is answered. */
class IngestKillPointsTest {
    private static final Map<String, String> STEPS = Map.of("reserve", "id-reserved", "takeOver", "reservation-taken-over", "publish", "event-published",
            "settle", "batch-marked");
    private int trials;

    private record Kind(String name, Operation operation, Map<String, Object> attributes) {
    }

    private static final List<Kind> KINDS = List.of(new Kind("create", Operation.UPSERT, Map.of("displayName", "Ada")),
            new Kind("update", Operation.MERGE, Map.of("title", "Countess")), new Kind("disable", Operation.SOFT_DELETE, Map.of()),
            new Kind("delete", Operation.PURGE, Map.of()));

    /** What outlives the service. */
    private static final class World {
        final InMemorySources sources = new InMemorySources();
        final InMemoryReservations reservations = new InMemoryReservations();
        final InMemoryPublisher topic = new InMemoryPublisher();

        World() {
            sources.add(new Source("hr", SettingsReader.read(Map.of("idPrefix", "")), Source.Versions.UNSETTLED, Instant.EPOCH, Instant.EPOCH, null), "key");
        }

        Intake intake(Mortal life) {
            return new Intake(life.around(Reservations.class, reservations, STEPS), life.around(Sources.class, sources, Map.of("settle", "versions-settled")),
                    life.around(Publisher.class, topic, STEPS), new Counters(new SimpleMeterRegistry()), Clock.systemUTC(), Duration.ofMillis(5));
        }
    }

    /** @return the steps of each life */
    private List<List<String>> trial(Kind kind, List<Point> deaths, boolean other) {
        trials++;
        World world = new World();
        List<Mortal> lives = new ArrayList<>();
        List<Intake> intakes = new ArrayList<>();
        for (int i = 0; i <= deaths.size(); i++) {
            Mortal life = new Mortal(i < deaths.size() ? deaths.get(i) : null);
            lives.add(life);
            if (other) {
                intakes.add(world.intake(life));
            }
        }
        Receipt receipt = null;
        for (int i = 0; receipt == null; i++) {
            Mortal life = lives.get(Math.min(i, deaths.size()));
            Intake intake = other ? intakes.get(Math.min(i, deaths.size())) : world.intake(life);
            receipt = post(world, intake, life, kind);
        }
        String name = "ingest/" + kind.name() + "/" + deaths.stream().map(Point::name).toList();
        assertThat(receipt.accepted() + receipt.duplicates()).as(name).isEqualTo(1);
        assertThat(receipt.rejected()).as(name).isEmpty();
        List<DirectoryChange> published = world.topic.messages(DirectoryChange.class);
        assertThat(new HashSet<>(world.topic.published().stream().map(m -> m.envelope().id()).toList())).as(name).containsExactly("hr/e1");
        assertThat(published).as(name).isNotEmpty().allSatisfy(change -> {
            assertThat(change.operation()).isEqualTo(kind.operation());
            assertThat(change.attributes()).isEqualTo(kind.attributes());
        });
        // Sent once more, it is known: the answer had been durable.
        int before = published.size();
        assertThat(post(world, world.intake(new Mortal(null)), new Mortal(null), kind)).as(name).isEqualTo(new Receipt(0, 1, List.of()));
        assertThat(world.topic.messages(DirectoryChange.class)).as(name).hasSize(before);
        assertThat(lives.stream().limit(deaths.size()).allMatch(Mortal::isDead)).as(name + " came to pass").isTrue();
        return lives.stream().map(Mortal::steps).toList();
    }

    private static @Nullable Receipt post(World world, Intake intake, Mortal life, Kind kind) {
        try {
            Receipt receipt = intake.accept(world.sources.find("hr").orElseThrow(), "source:hr", List.of(new Checked.Event(0, "e1",
                    ContentHash.of(kind.name()), ObjectType.USER, kind.operation(), "ada", kind.attributes(), List.of(), 7L, null)), List.of());
            return life.step("answered", () -> receipt);
        } catch (Death e) {
            return null;
        }
    }

    @Test
    void an_event_that_was_answered_is_on_the_topic_wherever_the_service_died() {
        int points = 0;
        for (Kind kind : KINDS) {
            List<Point> all = Mortal.points(trial(kind, List.of(), false).getFirst());
            points += all.size();
            System.out.println("ingest/" + kind.name() + ": " + all.stream().map(Point::name).toList());
            for (boolean other : List.of(false, true)) {
                for (Point first : all) {
                    List<String> again = trial(kind, List.of(first), other).get(1);
                    Mortal.points(again).forEach(second -> trial(kind, List.of(first, second), other));
                }
            }
        }
        System.out.println("kill points of ingest: " + points + " points in 4 kinds, same and other replica, each alone and with a second death: " + trials + " trials, 0 wrong");
    }
}
