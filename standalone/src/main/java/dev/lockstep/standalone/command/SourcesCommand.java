package dev.lockstep.standalone.command;

import dev.lockstep.standalone.client.LockstepClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.json.JsonMapper;

/** Where changes come from. */
@Command(name = "sources", mixinStandardHelpOptions = true, description = "Lists sources; adds one and prints its key.")
final class SourcesCommand implements Runnable {
    @ParentCommand
    @Nullable LockstepCommand lockstep;

    @Override
    public void run() {
        LockstepCommand parent = Objects.requireNonNull(lockstep);
        try (LockstepClient client = parent.client()) {
            Answers.print(parent.output, client.get("/api/v1/sources"), "id", "kind", "objectType");
        }
    }

    @Command(name = "add", description = "Adds a source; its key is shown once.")
    void add(@Option(names = "--id", required = true) String id, @Option(names = "--kind", defaultValue = "csv") String kind,
            @Option(names = "--object-type", defaultValue = "user") String objectType,
            @Option(names = "--columns", description = "JSON file with the column mapping") @Nullable Path columns) throws IOException {
        LockstepCommand parent = Objects.requireNonNull(lockstep);
        Map<String, Object> body = new LinkedHashMap<>(Map.of("id", id, "kind", kind, "objectType", objectType));
        if (columns != null) {
            body.put("columns", JsonMapper.shared().readTree(Files.readString(columns)));
        }
        try (LockstepClient client = parent.client()) {
            Answers.print(parent.output, client.post("/api/v1/sources", body), "id", "key");
        }
    }
}
