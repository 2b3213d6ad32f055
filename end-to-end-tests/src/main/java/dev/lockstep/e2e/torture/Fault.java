package dev.lockstep.e2e.torture;

import dev.lockstep.e2e.torture.cluster.Cluster;
import dev.lockstep.e2e.torture.cluster.Cluster.Part;
import dev.lockstep.targets.hostile.Mode;
import java.time.Duration;
import java.util.function.Consumer;

/** Something that goes wrong, or is done at a bad moment. */
sealed interface Fault {
    /** @return its kind, for the figures */
    String kind();

    /** {@code kill -9}, a while of nothing, and a start on the same data. */
    record Kill(Part part, Duration down) implements Fault {
        @Override
        public String kind() {
            return "kill " + name(part);
        }
    }

    /** SIGSTOP and SIGCONT: a process that sleeps and does not know it. */
    record Pause(Part part, Duration time) implements Fault {
        @Override
        public String kind() {
            return "pause " + name(part);
        }
    }

    /** Both writers are ended and started again, one after the other, as for a new version. */
    record RollWriters() implements Fault {
        @Override
        public String kind() {
            return "rolling restart of the writers";
        }
    }

    /** An administrator restarts an application's job: everybody is looked at again. */
    record RestartJob(String app) implements Fault {
        @Override
        public String kind() {
            return "job restart";
        }
    }

    /** An application is out of order in one way. */
    record Outage(String app, Mode mode, Duration time) implements Fault {
        @Override
        public String kind() {
            return "target " + mode.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
        }
    }

    /** What a run brings along itself. */
    record Own(String kind, Consumer<Cluster> deed) implements Fault {}

    private static String name(Part part) {
        return switch (part) {
            case WRITER_1, WRITER_2 -> "writer";
            case BROKER, STORE, INGEST, MAPPING, AUDIT, CONSOLE -> part.name().toLowerCase(java.util.Locale.ROOT);
        };
    }
}
