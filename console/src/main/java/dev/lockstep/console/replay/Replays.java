package dev.lockstep.console.replay;

import dev.lockstep.console.gateway.Service;
import dev.lockstep.console.gateway.ServiceCalls;
import dev.lockstep.kit.web.Caller;
import dev.lockstep.kit.web.Problem;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Replays of failures. The writer knows what failed, mapping decides anew and runs the replay; nothing that was sent before is
 * sent again as it was.
 */
public final class Replays {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final ServiceCalls services;
    private final Failures failures;
    private final Forecasts forecasts;

    Replays(ServiceCalls services, Failures failures, Forecasts forecasts) {
        this.services = services;
        this.failures = failures;
        this.forecasts = forecasts;
    }

    /**
     * @param matched failing accounts and parked messages that are meant
     * @param preview only of a dry run
     * @param parked parked messages that would be, or were, put back
     * @param replayId of the replay that runs; null when no account was meant
     */
    public record Answer(boolean dryRun, long matched, @Nullable Preview preview, long parked, @Nullable String replayId) {
        /** Whether something goes on behind it. */
        boolean isUnderWay() {
            return !dryRun && matched > 0;
        }
    }

    /** What would happen; changes nothing. */
    public Answer preview(Selection selection, Caller caller) {
        long parked = selection.meansParked() ? putBack(selection, true, caller) : 0;
        Forecasts.Counted counted = forecasts.count(failures, selection, caller);
        return new Answer(true, counted.matched() + parked, counted.preview(), parked, null);
    }

    /**
     * @param perSecond accounts asked for in a second, at most; null for mapping's usual rate
     * @param reason for the record
     */
    public Answer run(Selection selection, @Nullable Integer perSecond, @Nullable String reason, Caller caller) {
        long parked = selection.meansParked() ? putBack(selection, false, caller) : 0;
        String[] id = new String[1];
        long[] matched = {0};
        try {
            failures.accounts(selection, caller, page -> {
                String replay = id[0];
                if (replay == null) {
                    replay = open(selection, perSecond, reason, caller);
                    id[0] = replay;
                }
                matched[0] += page.size();
                services.call(Service.MAPPING, "POST", "/internal/replays/" + replay + "/items", Map.of("items", page.stream().map(f ->
                        Map.of("app", f.app(), "objectId", f.objectId(), "failureId", f.id())).toList()), caller, PATIENCE).orRefuse();
            });
            if (id[0] != null) {
                services.call(Service.MAPPING, "POST", "/internal/replays/" + id[0] + "/begin", Map.of(), caller, PATIENCE).orRefuse();
            }
        } catch (Problem e) {
            abandon(id[0], caller);
            throw e;
        }
        return new Answer(false, matched[0] + parked, null, parked, id[0]);
    }

    private String open(Selection selection, @Nullable Integer perSecond, @Nullable String reason, Caller caller) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("kind", "failures");
        request.put("filter", selection.recorded());
        if (perSecond != null) {
            request.put("perSecond", perSecond);
        }
        if (reason != null) {
            request.put("reason", reason);
        }
        return services.post(Service.MAPPING, "/internal/replays", request, caller).orRefuse().tree().path("id").asString("");
    }

    /** Half a selection is not what was asked for. A replay that cannot be reached now never began, and so does nothing. */
    private void abandon(@Nullable String id, Caller caller) {
        if (id != null) {
            try {
                services.post(Service.MAPPING, "/api/v1/replays/" + id + "/cancel", Map.of(), caller);
            } catch (Problem away) {
                return;
            }
        }
    }

    private long putBack(Selection selection, boolean dryRun, Caller caller) {
        if (!selection.isByIds()) {
            return putBack("filter", selection.filter().ofParked(), dryRun, caller);
        }
        List<String> ids = selection.parkedIds();
        long count = 0;
        for (int from = 0; from < ids.size(); from += Failures.PAGE) {
            count += putBack("ids", ids.subList(from, Math.min(ids.size(), from + Failures.PAGE)), dryRun, caller);
        }
        return count;
    }

    private long putBack(String what, Object which, boolean dryRun, Caller caller) {
        return services.call(Service.MAPPING, "POST", "/api/v1/parked/put-back", Map.of(what, which, "dryRun", dryRun), caller, PATIENCE)
                .orRefuse().tree().path(dryRun ? "matched" : "putBack").asLong(0);
    }

    public JsonNode replay(String id, Caller caller) {
        return services.get(Service.MAPPING, path(id, ""), caller).orRefuse().tree();
    }

    /** Newest first. */
    public JsonNode recent(int limit, Caller caller) {
        return services.get(Service.MAPPING, "/api/v1/replays?limit=" + limit, caller).orRefuse().tree();
    }

    public JsonNode items(String id, Map<String, String> query, Caller caller) {
        return services.get(Service.MAPPING, path(id, "/items") + (query.isEmpty() ? "" : "?" + FailureFilter.query(query)), caller).orRefuse().tree();
    }

    public JsonNode cancel(String id, Caller caller) {
        return services.post(Service.MAPPING, path(id, "/cancel"), Map.of(), caller).orRefuse().tree();
    }

    /** The only apps that a replay can be about, as its filter says; empty when it can be any. */
    static List<String> apps(JsonNode replay) {
        JsonNode filter = replay.path("filter");
        return filter.path("app").isString() ? List.of(filter.path("app").stringValue())
                : filter.path("apps").valueStream().map(app -> app.asString("")).toList();
    }

    private static String path(String id, String rest) {
        return "/api/v1/replays/" + FailureFilter.encoded(id) + rest;
    }
}
