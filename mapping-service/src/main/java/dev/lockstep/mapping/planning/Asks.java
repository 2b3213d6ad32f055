package dev.lockstep.mapping.planning;

import dev.lockstep.contracts.DirectoryChange;
import dev.lockstep.contracts.Lane;
import dev.lockstep.contracts.Reevaluate;
import dev.lockstep.kit.consume.Received;
import dev.lockstep.mapping.desire.Asked;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Why which objects have to be decided, over one batch. */
final class Asks {
    private record Ask(@Nullable String app, Asked asked) {
    }

    private final Map<String, List<Ask>> byObject = new LinkedHashMap<>();

    /** @param repeated whether the directory held it already */
    void change(Received record, DirectoryChange change, boolean repeated) {
        add(change.objectId(), null, new Asked(Set.of(record.position()), record.position(), List.of(Facts.cause(change)),
                Lane.LIVE, null, null, change.initiator(), change.effectiveAt(), change.acceptedAt(), null, repeated));
    }

    void reevaluate(Received record, Reevaluate reevaluate) {
        Instant said = Objects.requireNonNull(record.envelope()).time();
        add(reevaluate.objectId(), reevaluate.app(), new Asked(Set.of(record.position()), record.position(), reevaluate.causes(),
                reevaluate.lane(), reevaluate.syncId(), reevaluate.requestId(), reevaluate.initiator(), said, said, reevaluate.removals()));
    }

    /** Requests of replays, which wait to hear what came of them. */
    List<DecideBatch.Replayed> replayed() {
        List<DecideBatch.Replayed> found = new ArrayList<>();
        byObject.forEach((objectId, asks) -> asks.forEach(ask -> {
            String requestId = ask.asked().requestId();
            if (requestId != null && ask.app() != null && Asked.isReplay(requestId)) {
                found.add(new DecideBatch.Replayed(requestId, ask.app(), objectId, false));
            }
        }));
        return found;
    }

    private void add(String objectId, @Nullable String app, Asked asked) {
        byObject.computeIfAbsent(objectId, id -> new ArrayList<>(1)).add(new Ask(app, asked));
    }

    Set<String> objects() {
        return byObject.keySet();
    }

    /** What was asked of an app for an object; null when nothing was. */
    @Nullable Asked of(String objectId, String app) {
        Asked all = null;
        for (Ask ask : byObject.getOrDefault(objectId, List.of())) {
            if (ask.app() == null || ask.app().equals(app)) {
                all = all == null ? ask.asked() : all.and(ask.asked());
            }
        }
        return all;
    }
}
