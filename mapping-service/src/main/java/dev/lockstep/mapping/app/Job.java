package dev.lockstep.mapping.app;

import dev.lockstep.contracts.AppConfig.Provisioning;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The life of an app's provisioning job. Whether a sync is through is the writer's knowledge, so "steady" is no state here.
 */
public sealed interface Job {
    Job OFF = new Off();

    /** Never started: only provision on demand decides. */
    record Off() implements Job {
    }

    /** Every change is decided and written. */
    record Running(Sync sync) implements Job {
    }

    /** Every change is decided; the writer keeps the desires and calls nothing. */
    record Paused(Sync sync) implements Job {
    }

    /**
     * One full evaluation.
     *
     * @param id stamped on every desire that it leads to
     */
    record Sync(String id, Instant startedAt, String startedBy) {
    }

    /** Off starts a sync; paused goes on with the one it has; running stays as it is. */
    default Job start(Sync fresh) {
        return switch (this) {
            case Off off -> new Running(fresh);
            case Running running -> running;
            case Paused paused -> new Running(paused.sync());
        };
    }

    /** Off and paused stay as they are. */
    default Job pause() {
        return switch (this) {
            case Off off -> off;
            case Running running -> new Paused(running.sync());
            case Paused paused -> paused;
        };
    }

    /** Whatever it did, it runs now and evaluates everybody anew. */
    default Job restart(Sync fresh) {
        return new Running(fresh);
    }

    default @Nullable Sync current() {
        return switch (this) {
            case Off off -> null;
            case Running running -> running.sync();
            case Paused paused -> paused.sync();
        };
    }

    /** Changes are decided for this app. */
    default boolean decides() {
        return !(this instanceof Off);
    }

    default Provisioning provisioning() {
        return switch (this) {
            case Off off -> Provisioning.OFF;
            case Running running -> Provisioning.ON;
            case Paused paused -> Provisioning.PAUSED;
        };
    }

    /** As the console's internal route spells it. */
    default String status() {
        return switch (this) {
            case Off off -> "off";
            case Running running -> "initialSync";
            case Paused paused -> "paused";
        };
    }
}
