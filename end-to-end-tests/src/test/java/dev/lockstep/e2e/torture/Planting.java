package dev.lockstep.e2e.torture;

import dev.lockstep.e2e.halts.Front;
import dev.lockstep.e2e.torture.cluster.Api;
import dev.lockstep.e2e.torture.cluster.Cluster;
import dev.lockstep.e2e.torture.cluster.Cluster.Part;
import dev.lockstep.e2e.torture.cluster.Jars;
import dev.lockstep.e2e.torture.cluster.Moments;
import dev.lockstep.e2e.torture.story.Event;
import dev.lockstep.e2e.torture.story.Event.Expected;
import dev.lockstep.e2e.torture.story.Event.Kind;
import dev.lockstep.e2e.torture.story.Story;
import dev.lockstep.targets.hostile.Entry;
import dev.lockstep.targets.hostile.HostileJournal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Bugs in the services, and for each the moment at which it does harm: a mapping service that is killed while changes come, an
 * audit service that dies between writing and committing, and a writer that stands still before a call until the other one has
 * made the next.
 */
final class Planting implements Run.Between {
    /** Whose account the writer has in hand when it stands still. */
    static final String PERSON = "p99999";
    private static final List<Part> WRITERS = List.of(Part.WRITER_1, Part.WRITER_2);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path home;
    private final Path work;
    private final Set<PlantedBug> bugs;
    private final List<Event> life = new ArrayList<>();
    private @Nullable Courier courier;

    Planting(Path home, Path work, Set<PlantedBug> bugs) {
        this.home = home;
        this.work = work;
        this.bugs = bugs;
    }

    @Override
    public Path inFront() {
        Front front = new Front(work.resolve("planted"));
        // Another replica takes over sooner than in earnest.
        front.put("config/application.properties", """
                spring.cloud.stream.kafka.binder.consumer-properties[session.timeout.ms]=5000
                spring.cloud.stream.kafka.binder.consumer-properties[heartbeat.interval.ms]=1000
                """.getBytes());
        Jars jars = new Jars(home, home.resolve("end-to-end-tests/target/torture-jars"));
        try {
            for (PlantedBug bug : bugs) {
                bug.plant(jars, front);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return front.directory();
    }

    @Override
    public Courier courier(Api lockstep) {
        courier = new Courier(lockstep);
        return courier;
    }

    /** One person more, who joins as the first one did and moves twice. */
    @Override
    public Story story(Story told) {
        Event first = told.happened().stream().filter(event -> event.kind() == Kind.JOIN).findFirst().orElseThrow();
        Map<String, Object> attributes = new HashMap<>(first.attributes());
        attributes.replaceAll((_, value) -> value.toString().replace(first.subject(), PERSON));
        int last = told.happened().size();
        life.add(new Event(last + 1, Kind.JOIN, Story.HR, PERSON + "-1", PERSON, 1L, attributes, List.of(), Expected.ACCEPTED));
        life.add(moves(last + 2, 2));
        life.add(moves(last + 3, 3));
        return new Story(told.seed(), told.groups(), told.grouped(), Stream.concat(told.happened().stream(), life.stream()).toList(), told.sent(), told.repeated(), told.reordered());
    }

    private static Event moves(int number, long version) {
        return new Event(number, Kind.MOVE, Story.HR, PERSON + "-" + version, PERSON, version,
                Map.of("department", "Department of move " + version, "jobTitle", "Title " + version), List.of(), Expected.ACCEPTED);
    }

    @Override
    public List<List<Fault>> faults(List<List<Fault>> scheduled) {
        return List.of(List.of(new Fault.Kill(Part.MAPPING, Duration.ZERO), new Fault.Own("audit dies before it commits", this::dieBeforeCommit)),
                List.of(new Fault.Own("writer stands still before a call", this::standStillBeforeCall)));
    }

    private void dieBeforeCommit(Cluster cluster) {
        cluster.order(Part.AUDIT, List.of("after", "ledger"));
        await("the audit dies", () -> !cluster.isAlive(Part.AUDIT));
        cluster.startAgain(Part.AUDIT);
    }

    private void standStillBeforeCall(Cluster cluster) {
        tell(0);
        await(PERSON + " has an account", () -> isWritten(1));
        List<String> claim = List.of("stop", "work", "\"" + Run.EVERYBODY + "/" + PERSON + "\"", "\"startBy\"", "!\"stamp\"");
        WRITERS.forEach(writer -> cluster.order(writer, claim));
        tell(1);
        await("a writer stands still", () -> WRITERS.stream().anyMatch(cluster::hasCarriedOut));
        Part still = WRITERS.stream().filter(cluster::hasCarriedOut).findFirst().orElseThrow();
        try {
            WRITERS.forEach(cluster::countermand);
            tell(2);
            await("the other writer goes on", () -> isWritten(3));
        } finally {
            cluster.goOn(still);
        }
        if (bugs.contains(PlantedBug.NO_FENCING)) {
            await("the first writer goes on", () -> isWritten(2));
        }
    }

    private void tell(int event) {
        Objects.requireNonNull(courier).send(List.of(life.get(event)), Duration.ZERO);
    }

    /** Whether the newest title that was written of the person is the one of this version. */
    private boolean isWritten(long version) {
        return HostileJournal.read(work.resolve("journals").resolve(Run.EVERYBODY + ".jsonl")).stream()
                .filter(entry -> entry.committed() && entry.externalId().equals(PERSON) && entry.body().contains("\"Title "))
                .max(Comparator.comparingLong(Entry::commit)).filter(entry -> entry.body().contains("\"Title " + version + "\"")).isPresent();
    }

    private static void await(String what, BooleanSupplier condition) {
        if (!Moments.await(PATIENCE, Duration.ofMillis(100), condition)) {
            throw new IllegalStateException("not within " + PATIENCE + ": " + what);
        }
    }
}
