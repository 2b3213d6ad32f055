package dev.lockstep.standalone.command;

import static dev.lockstep.standalone.client.LockstepClient.encoded;

import dev.lockstep.standalone.client.LockstepClient;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Removals that wait for a person: at an application, or, with {@code --source}, the leavers of a snapshot before they count. */
@Command(name = "holds", mixinStandardHelpOptions = true,
        description = "Shows removals that wait for a person, releases or rejects them: of an app, or with --source the leavers of a snapshot.")
final class HoldsCommand {
    @ParentCommand
    @Nullable LockstepCommand lockstep;

    @Command(name = "list", description = "Who would be disabled or deleted, and why.")
    int list(@Option(names = "--app") @Nullable String app, @Option(names = "--source") @Nullable String source,
            @Option(names = "--limit", defaultValue = "100") int limit) {
        LockstepCommand parent = Objects.requireNonNull(lockstep);
        try (LockstepClient client = parent.client()) {
            if (source != null) {
                Answers.print(parent.output, client.get("/api/v1/sources/" + encoded(source) + "/held?limit=" + limit), "id", "uploadId", "heldSince");
                return 0;
            }
            Answers.print(parent.output, client.get("/api/v1/holds?limit=" + limit + (app == null ? "" : "&app=" + encoded(app))),
                    "id", "userName", "action", "reason", "heldSince");
        }
        return 0;
    }

    @Command(name = "release", description = "Carries held removals out. From 20 %% of an app's accounts on a second person has to release the same ones.")
    int release(@Parameters(arity = "0..*", description = "ids of holds; none with --app or --source means all of it") @Nullable List<String> ids,
            @Option(names = "--app") @Nullable String app, @Option(names = "--source") @Nullable String source,
            @Option(names = "--reason", required = true) String reason) {
        return decide("release", ids, app, source, reason);
    }

    @Command(name = "reject", description = "Keeps the accounts.")
    int reject(@Parameters(arity = "0..*", description = "ids of holds; none with --app or --source means all of it") @Nullable List<String> ids,
            @Option(names = "--app") @Nullable String app, @Option(names = "--source") @Nullable String source,
            @Option(names = "--reason", required = true) String reason) {
        return decide("reject", ids, app, source, reason);
    }

    private int decide(String decision, @Nullable List<String> ids, @Nullable String app, @Nullable String source, String reason) {
        LockstepCommand parent = Objects.requireNonNull(lockstep);
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("reason", reason);
        if (ids != null && !ids.isEmpty()) {
            request.put("ids", ids);
        } else if (app != null && source == null) {
            request.put("filter", Map.of("app", app));
        }
        try (LockstepClient client = parent.client()) {
            Answers.print(parent.output, client.post(source == null ? "/api/v1/holds/" + decision : "/api/v1/sources/" + encoded(source) + "/held/" + decision, request), "matched", "done", "needsSecondPerson", "approvedBy");
        }
        return 0;
    }
}
