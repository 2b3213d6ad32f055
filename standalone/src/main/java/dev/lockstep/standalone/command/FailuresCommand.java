package dev.lockstep.standalone.command;

import static dev.lockstep.standalone.client.LockstepClient.encoded;

import dev.lockstep.standalone.client.LockstepClient;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

/** Accounts that could not be taken to where they should be, and messages that could not be used. */
@Command(name = "failures", mixinStandardHelpOptions = true, description = "Shows which accounts failed and which messages were parked, why, and what to do next.")
final class FailuresCommand {
    @ParentCommand
    @Nullable LockstepCommand lockstep;

    @Command(name = "list", description = "Failures in the order of app and person, then parked messages.")
    int list(@Option(names = "--app") @Nullable String app,
            @Option(names = "--class", description = "transient, permanent, conflict, appWide or parked") @Nullable String type,
            @Option(names = "--code") @Nullable String code,
            @Option(names = "--user", description = "objectId or user name") @Nullable String user,
            @Option(names = "--since", description = "RFC 3339, of the last attempt") @Nullable String since,
            @Option(names = "--until", description = "RFC 3339, of the last attempt") @Nullable String until,
            @Option(names = "--cause", description = "<source>/<eventId> of an event that led there") @Nullable String cause,
            @Option(names = "--limit", defaultValue = "100") int limit) {
        LockstepCommand parent = Objects.requireNonNull(lockstep);
        Map<String, @Nullable String> filters = new LinkedHashMap<>();
        filters.put("app", app);
        filters.put("class", type);
        filters.put("code", code);
        filters.put("user", user);
        filters.put("since", since);
        filters.put("until", until);
        filters.put("cause", cause);
        String query = filters.entrySet().stream().filter(f -> f.getValue() != null).map(f -> "&" + f.getKey() + "=" + encoded(f.getValue()))
                .collect(Collectors.joining());
        try (LockstepClient client = parent.client()) {
            Answers.print(parent.output, client.get("/api/v1/failures?limit=" + limit + query), "id", "userName", "class", "code", "attempts", "lastAt", "nextAttemptAt");
        }
        return 0;
    }

    @Command(name = "show", description = "One failure: what happened, the likely cause, the next step.")
    int show(@Parameters(description = "<app>/<objectId>, or the id of a parked message") String id) {
        LockstepCommand parent = Objects.requireNonNull(lockstep);
        int slash = id.indexOf('/');
        try (LockstepClient client = parent.client()) {
            if (slash < 0) {
                ParkedCommand.print(parent, client.get("/api/v1/parked/" + encoded(id)));
                return 0;
            }
            // A person's user name may be another person's object id.
            for (JsonNode failure : client.get("/api/v1/failures?limit=500&app=" + encoded(id.substring(0, slash)) + "&user=" + encoded(id.substring(slash + 1))).path("items")) {
                if (failure.path("id").asString("").equals(id)) {
                    Answers.print(parent.output, failure, "id", "userName", "class", "code", "message", "likelyCause", "next", "attempts", "firstAt", "lastAt", "nextAttemptAt");
                    return 0;
                }
            }
        }
        System.err.println("There is no failure of this account now.");
        return 1;
    }
}
