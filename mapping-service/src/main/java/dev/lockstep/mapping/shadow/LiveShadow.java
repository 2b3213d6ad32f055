package dev.lockstep.mapping.shadow;

import dev.lockstep.kit.consume.Outage;
import dev.lockstep.mapping.planning.DecideBatch.Observation;
import dev.lockstep.mapping.planning.DecideBatch.Observer;
import dev.lockstep.mapping.shadow.ShadowStore.Entry;
import dev.lockstep.mapping.shadow.ShadowStore.Run;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares again whoever changed, once what counts is decided and published. A run that has not begun yet needs nothing: its
 * walk will see the person as it is then.
 */
public final class LiveShadow implements Observer {
    private static final Logger log = LoggerFactory.getLogger(LiveShadow.class);
    private final ShadowStore store;
    private final Clock clock;

    public LiveShadow(ShadowStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public void observe(List<Observation> seen) {
        Map<String, List<Observation>> byRun = new LinkedHashMap<>();
        seen.forEach(each -> byRun.computeIfAbsent(each.trial().run(), id -> new ArrayList<>()).add(each));
        Instant now = clock.instant();
        for (Run run : store.open(byRun.keySet())) {
            List<Entry> entries = byRun.getOrDefault(run.id(), List.of()).stream().map(each -> Evaluation.entry(each.app(), each.trial(), each.subject(),
                    each.assigned(), each.decision(), each.position() + "/" + now.toEpochMilli(), true, now)).toList();
            try {
                store.changed(run.id(), entries, run.endedAt() == null);
            } catch (RuntimeException fault) {
                if (Outage.isOutage(fault)) {
                    throw fault;
                }
                // The changes themselves are decided and published: nothing of them may be parked for the sake of a report.
                log.atWarn().addKeyValue("app", run.app()).addKeyValue("fault", fault.getClass().getName()).log("a draft's report misses a change");
            }
        }
    }
}
