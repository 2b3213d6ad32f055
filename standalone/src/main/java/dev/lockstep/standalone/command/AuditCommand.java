package dev.lockstep.standalone.command;

import static dev.lockstep.standalone.client.LockstepClient.encoded;

import dev.lockstep.standalone.client.LockstepClient;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Queries the ledger. */
@Command(name = "audit", mixinStandardHelpOptions = true, description = "Shows what happened, newest first.")
final class AuditCommand implements Callable<Integer> {
    @ParentCommand
    @Nullable LockstepCommand lockstep;

    @Option(names = "--app")
    @Nullable String app;

    @Option(names = "--user", description = "objectId or user name")
    @Nullable String user;

    @Option(names = "--action")
    @Nullable String action;

    @Option(names = "--status")
    @Nullable String status;

    @Option(names = "--from", description = "RFC 3339")
    @Nullable String from;

    @Option(names = "--to", description = "RFC 3339")
    @Nullable String to;

    @Option(names = "--text", description = "words to find")
    @Nullable String text;

    @Option(names = "--limit", defaultValue = "25")
    int limit;

    @Override
    public Integer call() {
        LockstepCommand parent = Objects.requireNonNull(lockstep);
        Map<String, @Nullable String> filters = new LinkedHashMap<>();
        filters.put("app", app);
        filters.put("user", user);
        filters.put("action", action);
        filters.put("status", status);
        filters.put("from", from);
        filters.put("to", to);
        filters.put("q", text);
        String query = filters.entrySet().stream().filter(f -> f.getValue() != null)
                .map(f -> "&" + f.getKey() + "=" + encoded(f.getValue())).collect(Collectors.joining());
        try (LockstepClient client = parent.client()) {
            Answers.print(parent.output, client.get("/api/v1/activities?limit=" + limit + query),
                    "time", "action", "status", "app", "objectId", "initiator", "error/code", "latencyMs");
        }
        return 0;
    }
}
