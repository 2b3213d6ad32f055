package dev.lockstep.mapping.replay;

import dev.lockstep.contracts.Activity;
import dev.lockstep.mapping.replay.Replay.Counts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What goes on record about a replay; a repetition has the same ids. */
final class ReplayFacts {
    private ReplayFacts() {
    }

    /** All that is to be told of it so far, in order. */
    static List<Activity> of(Replay replay) {
        List<Activity> facts = new ArrayList<>();
        Instant startedAt = replay.startedAt();
        if (startedAt != null) {
            facts.add(fact(replay, "asked", startedAt, replay.by(), "A replay of %d %s was started, at most %d a second."
                    .formatted(replay.counts().matched(), things(replay), replay.perSecond())));
        }
        Instant endedAt = replay.endedAt();
        if (endedAt != null && replay.state() == Replay.State.CANCELLED) {
            facts.add(fact(replay, "cancelled", endedAt, Objects.requireNonNullElse(replay.cancelledBy(), replay.by()),
                    "A replay of %d %s was cancelled when %d were sent.".formatted(replay.counts().matched(), things(replay), replay.counts().sent())));
        }
        if (endedAt != null && replay.state() == Replay.State.DONE) {
            facts.add(fact(replay, "ended", endedAt, replay.by(), "A replay of %d %s has ended; %d of them failed."
                    .formatted(replay.counts().matched(), things(replay), replay.counts().failed())));
        }
        return facts;
    }

    private static String things(Replay replay) {
        return switch (replay.kind()) {
            case FAILURES -> "failures";
            case EVENTS -> "accounts that past events concern";
        };
    }

    private static Activity fact(Replay replay, String what, Instant at, String by, String summary) {
        Counts counts = replay.counts();
        Map<String, @Nullable Object> detail = new LinkedHashMap<>();
        detail.put("replayId", replay.id());
        detail.put("event", what);
        detail.put("kind", replay.kind().name().toLowerCase(java.util.Locale.ROOT));
        detail.put("filter", replay.filter());
        detail.put("reason", replay.reason());
        detail.put("perSecond", replay.perSecond());
        detail.put("apps", List.copyOf(replay.apps()));
        detail.put("matched", counts.matched());
        if (!what.equals("asked")) {
            detail.put("sent", counts.sent());
            detail.put("done", counts.done());
            detail.put("failed", counts.failed());
            Map<String, Long> results = new LinkedHashMap<>();
            counts.results().forEach((result, count) -> results.put(result.spelling(), count));
            detail.put("results", results);
        }
        String app = replay.apps().size() == 1 ? replay.apps().iterator().next() : null;
        return new Activity("replay/" + replay.id() + "/" + what, at, "replay", "success", app, null, null, by, List.of(), summary,
                List.of(), null, detail);
    }
}
