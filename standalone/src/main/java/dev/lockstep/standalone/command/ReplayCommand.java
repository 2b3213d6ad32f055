package dev.lockstep.standalone.command;

import static dev.lockstep.standalone.client.LockstepClient.encoded;

import dev.lockstep.standalone.client.LockstepClient;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

/** Attempts failures again, decided anew from today's directory and mappings. */
@Command(name = "replay", mixinStandardHelpOptions = true,
        description = "Decides failed accounts anew and attempts them again; puts parked messages back. With --dry-run only counts what would be done.")
final class ReplayCommand implements Callable<Integer> {
    private static final Set<String> FILTERS = Set.of("app", "class", "code", "user", "since", "until", "cause");
    private static final String[] STATUS = {"id", "kind", "state", "matched", "sent", "done", "failed", "perSecond", "by", "startedAt", "endedAt"};
    private static final Duration POLL = Duration.ofMillis(500);

    @ParentCommand
    @Nullable LockstepCommand lockstep;

    @CommandLine.Spec
    CommandLine.Model.@Nullable CommandSpec spec;

    @Option(names = "--filter", split = ",", paramLabel = "NAME=VALUE",
            description = "app, class (transient, permanent, conflict, appWide, parked), code, user, since, until, cause")
    @Nullable Map<String, String> filter;

    @Option(names = "--ids", split = ",", paramLabel = "ID", description = "ids as in: lockstep failures list")
    @Nullable List<String> ids;

    @Option(names = "--all", description = "everything that failed")
    boolean all;

    @Option(names = "--dry-run", description = "count what would be done, do nothing")
    boolean dryRun;

    @Option(names = "--rate", description = "accounts in a second, at most")
    @Nullable Integer rate;

    @Option(names = "--reason", description = "for the record")
    @Nullable String reason;

    @Option(names = "--wait", description = "return when it has ended; exit code 1 when something failed again")
    boolean wait;

    @Override
    public Integer call() throws InterruptedException {
        Map<String, Object> request = new LinkedHashMap<>();
        Map<String, String> filter = checked();
        if (ids != null) {
            request.put("ids", ids);
        } else {
            request.put("filter", filter);
        }
        request.put("dryRun", dryRun);
        put(request, "perSecond", rate);
        put(request, "reason", reason);
        try (LockstepClient client = lockstep().client()) {
            JsonNode answer = client.post("/api/v1/failures/replay", request);
            String id = answer.path("replayId").asString("");
            if (wait && !id.isEmpty()) {
                return awaited(client, id);
            }
            if (dryRun) {
                Answers.print(lockstep().output, answer, "matched", "preview/create", "preview/update", "preview/enable", "preview/disable", "preview/delete",
                        "preview/nothing", "parked");
            } else {
                Answers.print(lockstep().output, answer, "replayId", "matched", "parked");
            }
        }
        return 0;
    }

    /** What was asked for, or an error that says how to ask. */
    private Map<String, String> checked() {
        Map<String, String> given = filter == null ? Map.of() : filter;
        if ((ids == null ? 0 : 1) + (filter == null ? 0 : 1) + (all ? 1 : 0) != 1) {
            throw new CommandLine.ParameterException(Objects.requireNonNull(spec).commandLine(), "Give one of --filter, --ids and --all.");
        }
        for (String name : given.keySet()) {
            if (!FILTERS.contains(name)) {
                throw new CommandLine.ParameterException(Objects.requireNonNull(spec).commandLine(),
                        "There is no filter '" + name + "'. Use " + String.join(", ", FILTERS.stream().sorted().toList()) + ".");
            }
        }
        return given;
    }

    private int awaited(LockstepClient client, String id) throws InterruptedException {
        String progress = "";
        while (true) {
            JsonNode replay = client.get(path(id, ""));
            String now = replay.path("done").asLong() + " of " + replay.path("matched").asLong() + " done, " + replay.path("failed").asLong() + " failed";
            String state = replay.path("state").asString("");
            if (state.equals("done") || state.equals("cancelled")) {
                status(replay);
                return state.equals("done") && replay.path("failed").asLong() == 0 ? 0 : 1;
            }
            if (!now.equals(progress)) {
                System.err.println(now);
                progress = now;
            }
            Thread.sleep(POLL);
        }
    }

    @Command(name = "status", description = "How far a replay is and what came of it.")
    int status(@Parameters(paramLabel = "ID") String id) {
        try (LockstepClient client = lockstep().client()) {
            status(client.get(path(id, "")));
        }
        return 0;
    }

    private void status(JsonNode replay) {
        Answers.print(lockstep().output, replay, STATUS);
        if (lockstep().output == LockstepCommand.Output.table) {
            System.out.println();
            Answers.print(lockstep().output, replay.path("results"), replay.path("results").propertyNames().toArray(String[]::new));
            for (JsonNode waits : replay.path("waitsFor")) {
                System.out.println(waits.path("app").asString("") + " does not get on: " + waits.path("reason").asString("") + ", since " + waits.path("since").asString(""));
            }
        }
    }

    @Command(name = "list", description = "Replays, newest first.")
    int list(@Option(names = "--limit", defaultValue = "25") int limit) {
        try (LockstepClient client = lockstep().client()) {
            Answers.print(lockstep().output, client.get("/api/v1/replays?limit=" + limit), STATUS);
        }
        return 0;
    }

    @Command(name = "items", description = "The report: what became of each account.")
    int items(@Parameters(paramLabel = "ID") String id, @Option(names = "--result", description = "such as failed or create") @Nullable String result,
            @Option(names = "--limit", defaultValue = "100") int limit) {
        try (LockstepClient client = lockstep().client()) {
            Answers.print(lockstep().output, client.get(path(id, "/items?limit=" + limit + (result == null ? "" : "&result=" + encoded(result)))),
                    "app", "objectId", "state", "result", "code", "settledAt");
        }
        return 0;
    }

    @Command(name = "cancel", description = "Sends nothing more of a replay; what is under way still ends.")
    int cancel(@Parameters(paramLabel = "ID") String id) {
        try (LockstepClient client = lockstep().client()) {
            Answers.print(lockstep().output, client.post(path(id, "/cancel"), Map.of()), STATUS);
        }
        return 0;
    }

    @Command(name = "source", description = "Decides anew whom a source's events of a time were about.")
    int source(@Parameters(paramLabel = "SOURCE") String source, @Option(names = "--from", required = true, description = "RFC 3339") String from,
            @Option(names = "--to", description = "RFC 3339; now when left out") @Nullable String to, @Option(names = "--app", description = "only this one") @Nullable String app,
            @Option(names = "--dry-run", description = "count, do nothing") boolean dryRun, @Option(names = "--rate", description = "accounts in a second, at most") @Nullable Integer rate) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("from", from);
        put(request, "to", to);
        request.put("dryRun", dryRun);
        put(request, "app", app);
        put(request, "perSecond", rate);
        try (LockstepClient client = lockstep().client()) {
            JsonNode answer = client.post("/api/v1/sources/" + encoded(source) + "/reprocess", request);
            Answers.print(lockstep().output, answer, answer.propertyNames().toArray(String[]::new));
        }
        return 0;
    }

    private static String path(String id, String rest) {
        return "/api/v1/replays/" + encoded(id) + rest;
    }

    private static void put(Map<String, Object> request, String name, @Nullable Object value) {
        if (value != null) {
            request.put(name, value);
        }
    }

    private LockstepCommand lockstep() {
        return Objects.requireNonNull(lockstep);
    }
}
