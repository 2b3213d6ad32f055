package dev.lockstep.standalone.command;

import static dev.lockstep.standalone.client.LockstepClient.encoded;
import static dev.lockstep.standalone.command.MappingsCommand.path;

import dev.lockstep.standalone.client.LockstepClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

/** A draft of an application's mappings, which runs in shadow and writes nothing. */
@Command(name = "draft", mixinStandardHelpOptions = true, description = "Tries mappings out in shadow: put, report, publish, discard.")
final class MappingsDraftCommand implements Runnable {
    @ParentCommand
    @Nullable MappingsCommand mappings;

    private MappingsCommand mappings() {
        return Objects.requireNonNull(mappings);
    }

    private LockstepCommand.Output output() {
        return mappings().lockstep().output;
    }

    private LockstepClient client() {
        return mappings().lockstep().client();
    }

    @Override
    public void run() {
        throw new picocli.CommandLine.ParameterException(Objects.requireNonNull(mappings().lockstep().spec).commandLine(),
                "say which: mappings draft put, report, publish or discard");
    }

    @Command(name = "put", description = "Saves a schema document as the draft; it runs in shadow from then on.")
    void put(@Parameters(paramLabel = "APP") String app, @Parameters(paramLabel = "FILE") Path file, @Option(names = "--comment") @Nullable String comment)
            throws IOException {
        try (LockstepClient client = client()) {
            JsonNode draft = client.put(path(app, "/draft" + (comment == null ? "" : "?comment=" + encoded(comment))), MappingsCommand.document(file)).path("lockstep");
            Answers.print(output(), output() == LockstepCommand.Output.json ? draft : draft.path("differences"), "part", "change", "object", "name", "before", "after");
        }
    }

    @Command(name = "report", description = "Shows what the draft would change.")
    void report(@Parameters(paramLabel = "APP") String app, @Option(names = "--kind", description = "changes, enters, leaves, stays or failed") @Nullable String kind,
            @Option(names = "--attribute", description = "accounts whose target attribute changes") @Nullable String attribute,
            @Option(names = "--limit", defaultValue = "50") int limit) {
        String query = "?limit=" + limit + (kind == null ? "" : "&kind=" + encoded(kind)) + (attribute == null ? "" : "&attribute=" + encoded(attribute));
        try (LockstepClient client = client()) {
            JsonNode report = client.get(path(app, "/draft/report" + query));
            switch (output()) {
                case json -> Answers.print(output(), report);
                case table -> {
                    Answers.print(output(), report, "state", "progress/walked", "progress/total", "counts/changes", "counts/enters", "counts/leaves", "counts/stays", "counts/failing", "live");
                    section(report.path("byAttribute"), "attribute", "accounts");
                    section(report.path("failuresByAttribute"), "attribute", "accounts");
                    for (JsonNode account : report.path("accounts").path("items")) {
                        System.out.println("\n" + account.path("objectId").asString("") + " " + account.path("userName").asString("") + ": " + account.path("kind").asString(""));
                        section(account.path("changes"), "attribute", "effect", "before", "after");
                        section(account.path("failures"), "targetAttribute", "code", "message");
                    }
                }
            }
        }
    }

    private void section(JsonNode rows, String... columns) {
        if (!rows.isEmpty()) {
            Answers.print(output(), rows, columns);
        }
    }

    @Command(name = "publish", description = "Lets the draft count, as a new version.")
    void publish(@Parameters(paramLabel = "APP") String app, @Option(names = "--comment") @Nullable String comment) {
        try (LockstepClient client = client()) {
            mappings().saved(client.post(path(app, "/draft/publish"), comment == null ? Map.of() : Map.of("comment", comment)).path("lockstep"));
        }
    }

    @Command(name = "discard", description = "Removes the draft and its report.")
    void discard(@Parameters(paramLabel = "APP") String app) {
        try (LockstepClient client = client()) {
            client.delete(path(app, "/draft"));
        }
    }
}
