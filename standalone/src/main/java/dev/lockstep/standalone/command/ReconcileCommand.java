package dev.lockstep.standalone.command;

import static dev.lockstep.standalone.client.LockstepClient.encoded;

import dev.lockstep.standalone.client.LockstepClient;
import java.time.Duration;
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

/** Compares all accounts of an application's target with what is desired. */
@Command(name = "reconcile", mixinStandardHelpOptions = true,
        description = "Compares all accounts of an application with what is desired and repairs what differs, as its policies say.")
final class ReconcileCommand implements Callable<Integer> {
    private static final Set<String> ENDS = Set.of("done", "failed", "cancelled");
    private static final String[] STATUS = {"id", "state", "dryRun", "listed", "total", "drifted", "vanished", "orphans", "duplicates", "skipped", "repaired", "reason"};
    private static final Duration POLL = Duration.ofMillis(500);

    @ParentCommand
    @Nullable LockstepCommand lockstep;

    @CommandLine.Spec
    CommandLine.Model.@Nullable CommandSpec spec;

    @Parameters(paramLabel = "APP", arity = "0..1")
    @Nullable String app;

    @Option(names = "--dry-run", description = "only report")
    boolean dryRun;

    @Option(names = "--confirm", description = "act also when more accounts are gone than the app's removal threshold")
    boolean confirm;

    @Option(names = "--wait", description = "return when it has ended; exit code 1 when it did not get to its end")
    boolean wait;

    @Override
    public Integer call() throws InterruptedException {
        if (app == null) {
            throw new CommandLine.ParameterException(Objects.requireNonNull(spec).commandLine(), "Give the application: lockstep reconcile APP");
        }
        try (LockstepClient client = lockstep().client()) {
            JsonNode begun = client.post(path(app, ""), Map.of("dryRun", dryRun, "confirm", confirm));
            if (wait) {
                return awaited(client, app, begun.path("id").asString(""));
            }
            Answers.print(lockstep().output, begun, "id");
        }
        return 0;
    }

    private int awaited(LockstepClient client, String app, String id) throws InterruptedException {
        String progress = "";
        while (true) {
            JsonNode run = client.get(path(app, "/" + encoded(id)));
            String state = run.path("state").asString("");
            if (ENDS.contains(state)) {
                Answers.print(lockstep().output, run, STATUS);
                return state.equals("done") ? 0 : 1;
            }
            String now = state + ", " + run.path("listed").asLong() + " of " + run.path("total").asString("?") + " accounts listed";
            if (!now.equals(progress)) {
                System.err.println(now);
                progress = now;
            }
            Thread.sleep(POLL);
        }
    }

    @Command(name = "list", description = "Reconciliations of an application, newest first.")
    int list(@Parameters(paramLabel = "APP") String app, @Option(names = "--limit", defaultValue = "25") int limit) {
        try (LockstepClient client = lockstep().client()) {
            Answers.print(lockstep().output, client.get(path(app, "?limit=" + limit)), STATUS);
        }
        return 0;
    }

    @Command(name = "status", description = "How far a reconciliation is and what it found.")
    int status(@Parameters(paramLabel = "APP") String app, @Parameters(paramLabel = "ID") String id) {
        try (LockstepClient client = lockstep().client()) {
            Answers.print(lockstep().output, client.get(path(app, "/" + encoded(id))), STATUS);
        }
        return 0;
    }

    @Command(name = "findings", description = "What a reconciliation found.")
    int findings(@Parameters(paramLabel = "APP") String app, @Parameters(paramLabel = "ID") String id,
            @Option(names = "--kind", description = "drift, vanished, orphan or duplicate") @Nullable String kind,
            @Option(names = "--limit", defaultValue = "100") int limit) {
        try (LockstepClient client = lockstep().client()) {
            Answers.print(lockstep().output, client.get(path(app, "/" + encoded(id) + "/findings?limit=" + limit + (kind == null ? "" : "&kind=" + encoded(kind)))),
                    "kind", "userName", "objectId", "externalId", "targetIds", "shared", "differences", "action", "repaired");
        }
        return 0;
    }

    @Command(name = "cancel", description = "Ends a reconciliation that is under way.")
    int cancel(@Parameters(paramLabel = "APP") String app, @Parameters(paramLabel = "ID") String id) {
        try (LockstepClient client = lockstep().client()) {
            client.post(path(app, "/" + encoded(id) + "/cancel"), Map.of());
        }
        return 0;
    }

    private LockstepCommand lockstep() {
        return Objects.requireNonNull(lockstep);
    }

    private static String path(String app, String rest) {
        return "/api/v1/apps/" + encoded(app) + "/reconciliations" + rest;
    }
}
