package dev.lockstep.console.pages;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A replay for people.
 *
 * @param filter what was asked for, in words
 * @param results how many ended how, only what happened
 * @param waits why it does not get on, in words
 */
record ReplayView(String id, String state, String tone, boolean running, long matched, long done, long failed, String count, String filter, String by, String reason,
        int perSecond, List<Result> results, List<String> waits, @Nullable When started, @Nullable When ended) {
    record Result(String label, long count) {
    }

    static ReplayView of(JsonNode replay, Instant now) {
        String state = replay.path("state").asString("");
        List<Result> results = new ArrayList<>();
        replay.path("results").propertyStream().filter(r -> r.getValue().asLong(0) > 0).forEach(r -> results.add(new Result(r.getKey(), r.getValue().asLong())));
        List<String> filter = new ArrayList<>();
        replay.path("filter").propertyStream().filter(f -> !f.getValue().isNull())
                .forEach(f -> filter.add(f.getKey() + " " + (f.getValue().isValueNode() ? f.getValue().asString() : f.getValue().toString())));
        List<String> waits = new ArrayList<>();
        replay.path("waitsFor").forEach(wait -> waits.add(wait.path("app").asString("") + ": " + switch (wait.path("reason").asString("")) {
            case "paused" -> "its provisioning is paused";
            case "off" -> "its provisioning is off";
            default -> "the application does not take more now";
        }));
        long matched = replay.path("matched").asLong(0);
        long done = replay.path("done").asLong(0);
        return new ReplayView(replay.path("id").asString(""), state, tone(state), state.equals("running") || state.equals("collecting"), matched, done,
                replay.path("failed").asLong(0), String.format(Locale.ROOT, "%,d of %,d", done, matched), filter.isEmpty() ? "all failures" : String.join(", ", filter),
                replay.path("by").asString(""), replay.path("reason").asString(""), replay.path("perSecond").asInt(0), results, waits,
                When.of(replay.path("startedAt"), now), When.of(replay.path("endedAt"), now));
    }

    private static String tone(String state) {
        return switch (state) {
            case "done" -> "good";
            case "running", "collecting" -> "busy";
            default -> "calm";
        };
    }
}
