package dev.lockstep.e2e.torture;

import dev.lockstep.e2e.torture.cluster.Cluster.Part;
import dev.lockstep.targets.hostile.Mode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Which faults come when, from a seed: each kind at least once, then more of them by weight. */
final class Schedule {
    private final Random random;
    private final List<String> apps;

    private Schedule(long seed, List<String> apps) {
        this.random = new Random(seed * 31 + 7);
        this.apps = apps;
    }

    /** @param faults 0 for none, else at least one of each kind; {@code atOnce} of them overlap, no two hit the same process or application */
    static List<List<Fault>> of(long seed, List<String> apps, int faults, int atOnce) {
        if (faults == 0) {
            return List.of();
        }
        Schedule schedule = new Schedule(seed, apps);
        List<Fault> all = new ArrayList<>();
        for (Part part : Part.values()) {
            all.add(schedule.kill(part));
            if (part != Part.CONSOLE) {
                all.add(schedule.pause(part));
            }
        }
        for (Mode mode : Mode.values()) {
            if (mode != Mode.PROFILE && mode != Mode.CALM) {
                all.add(schedule.outage(mode));
            }
        }
        all.add(new Fault.RollWriters());
        all.add(new Fault.RestartJob(schedule.app()));
        while (all.size() < faults) {
            all.add(schedule.any());
        }
        Collections.shuffle(all, schedule.random);
        return grouped(all, atOnce);
    }

    private static List<List<Fault>> grouped(List<Fault> all, int atOnce) {
        List<List<Fault>> groups = new ArrayList<>();
        List<Fault> left = new ArrayList<>(all);
        while (!left.isEmpty()) {
            List<Fault> group = new ArrayList<>();
            Set<String> hit = new HashSet<>();
            for (Fault fault : List.copyOf(left)) {
                if (group.size() < atOnce && Collections.disjoint(hit, objects(fault))) {
                    hit.addAll(objects(fault));
                    group.add(fault);
                    left.remove(fault);
                }
            }
            groups.add(group);
        }
        return groups;
    }

    /** Broker and store are what the others need to start: nothing is killed beside them. */
    private static Set<String> objects(Fault fault) {
        return switch (fault) {
            case Fault.Kill(Part part, Duration _) -> part == Part.BROKER || part == Part.STORE
                    ? Set.of(part.name(), "needed", "start") : Set.of(part.name(), "needed");
            case Fault.Pause(Part part, Duration _) -> part == Part.BROKER || part == Part.STORE ? Set.of(part.name(), "start") : Set.of(part.name());
            case Fault.RollWriters() -> Set.of(Part.WRITER_1.name(), Part.WRITER_2.name(), "start");
            case Fault.RestartJob(String _) -> Set.of("job");
            case Fault.Outage(String app, Mode _, Duration _) -> Set.of(app);
            case Fault.Own own -> Set.of(own.kind());
        };
    }

    private Fault any() {
        int dice = random.nextInt(100);
        if (dice < 30) {
            return kill(Part.values()[2 + random.nextInt(6)]);
        }
        if (dice < 50) {
            return pause(Part.values()[2 + random.nextInt(5)]);
        }
        if (dice < 58) {
            return random.nextBoolean() ? kill(Part.BROKER) : pause(Part.BROKER);
        }
        if (dice < 66) {
            return random.nextBoolean() ? kill(Part.STORE) : pause(Part.STORE);
        }
        if (dice < 71) {
            return new Fault.RollWriters();
        }
        if (dice < 75) {
            return new Fault.RestartJob(app());
        }
        return outage(Mode.values()[2 + random.nextInt(Mode.values().length - 2)]);
    }

    private Fault kill(Part part) {
        return new Fault.Kill(part, Duration.ofMillis(random.nextInt(2_000)));
    }

    /** A writer sleeps long enough to lose its accounts to the other one, sometimes. */
    private Fault pause(Part part) {
        boolean writer = part == Part.WRITER_1 || part == Part.WRITER_2;
        return new Fault.Pause(part, Duration.ofMillis(writer ? 3_000 + random.nextInt(14_000) : 1_000 + random.nextInt(5_000)));
    }

    private Fault outage(Mode mode) {
        return new Fault.Outage(app(), mode, Duration.ofMillis(2_000 + random.nextInt(5_000)));
    }

    private String app() {
        return apps.get(random.nextInt(apps.size()));
    }
}
