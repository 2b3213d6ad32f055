package dev.lockstep.audit.notify;

import dev.lockstep.audit.fact.Action;
import dev.lockstep.audit.fact.Fact;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Sees in recorded facts that an app begins to fail or works again. */
public final class FailureWatch {
    private record Reason(String app, String code) {
    }

    private final Episodes episodes;
    private final Clock clock;
    private final Runnable onFailure;

    /** @param onFailure called when a mail may be due */
    public FailureWatch(Episodes episodes, Clock clock, Runnable onFailure) {
        this.episodes = episodes;
        this.clock = clock;
        this.onFailure = onFailure;
    }

    /** @param added ids of the facts that are new; a known one counts nothing, but may still have to open an episode */
    public void saw(List<Fact> facts, Set<String> added) {
        Map<Reason, Failure> failures = new LinkedHashMap<>();
        boolean failing = false;
        for (Fact fact : facts) {
            Failure.of(fact, added.contains(fact.id()))
                    .ifPresent(f -> failures.merge(new Reason(f.app(), f.code()), f, Failure::and));
            if (fact.app() != null && fact.action().equals(Action.JOB) && fact.status().equals(Action.SUCCESS)) {
                failing |= note(failures);
                episodes.recovered(fact.app(), fact.time());
            }
        }
        if (note(failures) || failing) {
            onFailure.run();
        }
    }

    private boolean note(Map<Reason, Failure> failures) {
        failures.values().forEach(failure -> episodes.note(failure, clock.instant()));
        boolean any = !failures.isEmpty();
        failures.clear();
        return any;
    }
}
