package dev.lockstep.standalone.command;

import static dev.lockstep.standalone.client.LockstepClient.encoded;

import dev.lockstep.standalone.client.LockstepClient;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

/** Messages that a service could not use. */
@Command(name = "parked", mixinStandardHelpOptions = true, description = "Shows messages that no service could use, masked, and puts them back after a fix.")
final class ParkedCommand {
    @ParentCommand
    @Nullable LockstepCommand lockstep;

    @CommandLine.Spec
    CommandLine.Model.@Nullable CommandSpec spec;

    /** Which messages. */
    static final class Filters {
        @Option(names = "--topic", description = "such as directory.changes.v1")
        @Nullable String topic;

        @Option(names = "--code", description = "such as undecodable")
        @Nullable String code;

        @Option(names = "--by", description = "the reader that parked it")
        @Nullable String by;

        @Option(names = "--since", description = "RFC 3339, when it was parked")
        @Nullable String since;

        Map<String, String> set() {
            Map<String, String> set = new LinkedHashMap<>();
            put(set, "topic", topic);
            put(set, "code", code);
            put(set, "by", by);
            put(set, "since", since);
            return set;
        }

        private static void put(Map<String, String> set, String name, @Nullable String value) {
            if (value != null) {
                set.put(name, value);
            }
        }
    }

    @Command(name = "list", description = "Parked messages with the reason, newest first; never their values.")
    int list(@Mixin Filters filters, @Option(names = "--limit", defaultValue = "100") int limit) {
        String query = filters.set().entrySet().stream().map(f -> "&" + f.getKey() + "=" + encoded(f.getValue())).collect(Collectors.joining());
        try (LockstepClient client = lockstep().client()) {
            Answers.print(lockstep().output, client.get("/api/v1/parked?limit=" + limit + query), "id", "key", "code", "parkedBy", "time", "times", "state", "fault");
        }
        return 0;
    }

    @Command(name = "show", description = "One parked message: where it was, why it was parked, what it looks like without its values.")
    int show(@Parameters(paramLabel = "ID") String id) {
        try (LockstepClient client = lockstep().client()) {
            print(lockstep(), client.get("/api/v1/parked/" + encoded(id)));
        }
        return 0;
    }

    /** As much of it as there is: one line for each thing known. */
    static void print(LockstepCommand lockstep, JsonNode message) {
        switch (lockstep.output) {
            case json -> Answers.print(lockstep.output, message);
            case table -> message.propertyStream().forEach(known -> System.out.println(known.getKey() + "  "
                    + (known.getValue().isValueNode() ? known.getValue().asString("-") : known.getValue().toString())));
        }
    }

    @Command(name = "put-back", description = "Puts parked messages back on the topic where they were, as they are.")
    int putBack(@Parameters(paramLabel = "ID", arity = "0..*") @Nullable List<String> ids, @Mixin Filters filters,
            @Option(names = "--all", description = "every parked message") boolean all,
            @Option(names = "--dry-run", description = "count, do nothing") boolean dryRun) {
        boolean named = ids != null && !ids.isEmpty();
        boolean filtered = !filters.set().isEmpty();
        if ((named ? 1 : 0) + (filtered ? 1 : 0) + (all ? 1 : 0) != 1) {
            throw new CommandLine.ParameterException(Objects.requireNonNull(spec).commandLine(), "Give ids, or filters (--topic, --code, --by, --since), or --all.");
        }
        Map<String, Object> request = new LinkedHashMap<>();
        if (named) {
            request.put("ids", ids);
        } else {
            request.put("filter", filters.set());
        }
        request.put("dryRun", dryRun);
        try (LockstepClient client = lockstep().client()) {
            JsonNode answer = client.post("/api/v1/parked/put-back", request);
            Answers.print(lockstep().output, answer, answer.propertyNames().toArray(String[]::new));
        }
        return 0;
    }

    private LockstepCommand lockstep() {
        return Objects.requireNonNull(lockstep);
    }
}
