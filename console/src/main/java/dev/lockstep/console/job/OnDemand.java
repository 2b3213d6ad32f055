package dev.lockstep.console.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.lockstep.console.gateway.Service;
import dev.lockstep.console.gateway.ServiceAnswer;
import dev.lockstep.console.gateway.ServiceCalls;
import dev.lockstep.kit.web.Caller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Provisions one object now, or tells what would be done, in the five steps that administrators know from Entra. */
public final class OnDemand {
    private static final List<String> STEPS = List.of("import", "scope", "match", "action", "export");
    private static final Duration FIRST_WAIT = Duration.ofMillis(40);
    private static final Duration LONGEST_WAIT = Duration.ofMillis(500);

    private final ServiceCalls services;
    private final Duration patience;

    /** @param patience how long to wait for the writer's attempt */
    public OnDemand(ServiceCalls services, Duration patience) {
        this.services = services;
        this.patience = patience;
    }

    /** @param status {@code success}, {@code failure}, {@code skipped}, or {@code pending} when the writer has not come to it in time */
    public record Step(String name, String status, String detail) {
    }

    /**
     * @param result what came of it, as in account outcomes; null when the writer was not reached
     * @param changes before and after, per attribute
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Answer(String requestId, boolean dryRun, List<Step> steps, @Nullable String result, @Nullable String action,
            JsonNode changes, @Nullable JsonNode failure) {
    }

    public Answer provision(String app, String objectType, String objectId, boolean dryRun, String requestId, Caller caller) {
        Map<String, Object> question = new LinkedHashMap<>();
        question.put("objectType", objectType);
        question.put("objectId", objectId);
        question.put("dryRun", dryRun);
        question.put("requestId", requestId);
        JsonNode decided = services.post(Service.MAPPING, "/internal/apps/" + app + "/on-demand", question, caller).orRefuse().tree();
        Map<String, Step> steps = new LinkedHashMap<>();
        collect(steps, decided);
        JsonNode desired = decided.path("desired");
        if (!desired.isObject()) {
            return answer(requestId, dryRun, steps, decided, "skipped", "Not reached: the steps before say why.");
        }
        if (dryRun) {
            JsonNode tried = services.post(Service.WRITER, "/internal/apps/" + app + "/dry-run", desired, caller).orRefuse().tree();
            collect(steps, tried);
            return answer(requestId, true, steps, tried, "skipped", "A dry run only reads the target.");
        }
        Optional<JsonNode> tried = await(app, requestId, caller);
        tried.ifPresent(attempt -> collect(steps, attempt));
        return answer(requestId, false, steps, tried.orElse(decided), tried.isPresent() ? "skipped" : "pending",
                tried.isPresent() ? "Not needed." : "The writer has not finished within " + patience.toSeconds()
                        + " seconds; the activities of this app will show it.");
    }

    private Optional<JsonNode> await(String app, String requestId, Caller caller) {
        long end = System.nanoTime() + patience.toNanos();
        for (Duration wait = FIRST_WAIT; System.nanoTime() < end; wait = longer(wait)) {
            ServiceAnswer attempt = services.get(Service.WRITER, "/internal/apps/" + app + "/attempts/" + requestId, caller);
            if (!attempt.isNotFound()) {
                JsonNode tree = attempt.orRefuse().tree();
                if (tree.path("done").asBoolean(false)) {
                    return Optional.of(tree);
                }
            }
            try {
                Thread.sleep(wait);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static Duration longer(Duration wait) {
        Duration twice = wait.multipliedBy(2);
        return twice.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : twice;
    }

    private static void collect(Map<String, Step> steps, JsonNode from) {
        for (JsonNode step : from.path("steps")) {
            String name = step.path("name").asString("");
            steps.put(name, new Step(name, step.path("status").asString(""), step.path("detail").asString("")));
        }
    }

    private static Answer answer(String requestId, boolean dryRun, Map<String, Step> known, JsonNode from, String elseStatus, String elseDetail) {
        List<Step> steps = new ArrayList<>();
        for (String name : STEPS) {
            steps.add(known.getOrDefault(name, new Step(name, elseStatus, elseDetail)));
        }
        JsonNode failure = from.path("failure");
        return new Answer(requestId, dryRun, steps, from.path("result").asString(null), from.path("action").asString(null),
                from.path("changes"), failure.isObject() ? failure : null);
    }
}
