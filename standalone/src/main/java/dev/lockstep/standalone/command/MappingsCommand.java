package dev.lockstep.standalone.command;

import static dev.lockstep.standalone.client.LockstepClient.encoded;

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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The attribute mappings of an application: what counts, its versions, and its draft. */
@Command(name = "mappings", mixinStandardHelpOptions = true, subcommands = MappingsDraftCommand.class,
        description = "Shows an application's attribute mappings; exports, imports, compares and rolls them back; tries a draft out in shadow.")
final class MappingsCommand implements Runnable {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String[] DIFFERENCE = {"part", "change", "object", "name", "before", "after"};

    @ParentCommand
    @Nullable LockstepCommand lockstep;

    @Parameters(paramLabel = "APP", arity = "0..1", description = "the same as: mappings show APP")
    @Nullable String application;

    LockstepCommand lockstep() {
        return Objects.requireNonNull(lockstep);
    }

    static String path(String app, String rest) {
        return "/api/v1/apps/" + encoded(app) + "/schema" + rest;
    }

    @Override
    public void run() {
        if (application == null) {
            Objects.requireNonNull(lockstep().spec).subcommands().get("mappings").usage(System.out);
        } else {
            show(application);
        }
    }

    @Command(name = "show", description = "Shows the mappings that count.")
    void show(@Parameters(paramLabel = "APP") String app) {
        try (LockstepClient client = lockstep().client()) {
            JsonNode schema = client.get(path(app, ""));
            switch (lockstep().output) {
                case json -> Answers.print(lockstep().output, schema);
                case table -> schema.path("synchronizationRules").forEach(rule -> rule.path("objectMappings").forEach(this::table));
            }
        }
    }

    private void table(JsonNode mapping) {
        System.out.println(mapping.path("name").asString("") + (mapping.path("enabled").asBoolean(true) ? "" : " (off)") + ", may: " + mapping.path("flowTypes").asString("Add, Update, Delete"));
        for (JsonNode group : mapping.path("scope").path("groups")) {
            StringBuilder line = new StringBuilder("  in scope: ").append(group.path("name").asString("")).append(": ");
            for (JsonNode clause : group.path("clauses")) {
                line.append(line.charAt(line.length() - 2) == ':' ? "" : " AND ").append(clause.path("sourceOperandName").asString("")).append(' ')
                        .append(clause.path("operatorName").asString(""));
                clause.path("targetOperand").path("values").forEach(value -> line.append(' ').append(value.asString("")));
            }
            System.out.println(line);
        }
        Answers.print(lockstep().output, mapping.path("attributeMappings"), "targetAttributeName", "source/expression", "matchingPriority", "flowType");
    }

    @Command(name = "export", description = "Writes the schema document, in Microsoft Graph's JSON shape, to a file or the screen.")
    void export(@Parameters(paramLabel = "APP") String app, @Option(names = "--file", description = "where to; without it to the screen") @Nullable Path file,
            @Option(names = "--version", description = "an earlier version") @Nullable Long version,
            @Option(names = "--draft", description = "the draft") boolean draft) throws IOException {
        try (LockstepClient client = lockstep().client()) {
            JsonNode schema = version != null ? client.get(path(app, "/versions/" + version)).path("schema") : client.get(path(app, draft ? "/draft" : ""));
            if (schema instanceof tools.jackson.databind.node.ObjectNode document) {
                document.remove("lockstep");
            }
            String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(schema);
            if (file == null) {
                System.out.println(text);
            } else {
                Files.writeString(file, text + "\n");
            }
        }
    }

    @Command(name = "import", description = "Saves a schema document; the version before is kept. With --dry-run only tells what that would mean.")
    void load(@Parameters(paramLabel = "APP") String app, @Parameters(paramLabel = "FILE") Path file,
            @Option(names = "--dry-run", description = "save nothing") boolean dryRun,
            @Option(names = "--comment", description = "why, for the list of versions") @Nullable String comment) throws IOException {
        String query = dryRun ? "?validateOnly=true" : comment == null ? "" : "?comment=" + encoded(comment);
        try (LockstepClient client = lockstep().client()) {
            saved(client.put(path(app, query), document(file)).path("lockstep"));
        }
    }

    static JsonNode document(Path file) throws IOException {
        return JSON.readTree(Files.readString(file));
    }

    /** What a save meant, or would mean. */
    void saved(JsonNode saved) {
        switch (lockstep().output) {
            case json -> Answers.print(lockstep().output, saved);
            case table -> {
                Answers.print(lockstep().output, saved, "changed", "version", "reevaluation/needed", "reevaluation/users", "reevaluation/entering", "reevaluation/leaving");
                if (!saved.path("differences").isEmpty()) {
                    System.out.println();
                    Answers.print(lockstep().output, saved.path("differences"), DIFFERENCE);
                }
            }
        }
    }

    @Command(name = "versions", description = "Lists the versions, newest first.")
    void versions(@Parameters(paramLabel = "APP") String app) {
        try (LockstepClient client = lockstep().client()) {
            Answers.print(lockstep().output, client.get(path(app, "/versions?limit=500")), "version", "current", "savedAt", "savedBy", "comment");
        }
    }

    @Command(name = "diff", description = "Compares two versions: numbers, current or draft.")
    void diff(@Parameters(paramLabel = "APP") String app, @Option(names = "--from", defaultValue = "current") String from,
            @Option(names = "--to", defaultValue = "draft") String to) {
        try (LockstepClient client = lockstep().client()) {
            JsonNode diff = client.get(path(app, "/diff?from=" + encoded(from) + "&to=" + encoded(to)));
            Answers.print(lockstep().output, lockstep().output == LockstepCommand.Output.json ? diff : diff.path("differences"), DIFFERENCE);
        }
    }

    @Command(name = "rollback", description = "Lets an earlier version count again, as a new version.")
    void rollback(@Parameters(paramLabel = "APP") String app, @Parameters(paramLabel = "VERSION") long version,
            @Option(names = "--comment") @Nullable String comment) {
        try (LockstepClient client = lockstep().client()) {
            saved(client.post(path(app, "/versions/" + version + "/rollback"), comment == null ? Map.of() : Map.of("comment", comment)).path("lockstep"));
        }
    }

    @Command(name = "preview", description = "Shows every mapping on one user, and where each value comes from.")
    void preview(@Parameters(paramLabel = "APP") String app, @Option(names = "--user", description = "objectId of somebody in the directory") @Nullable String user,
            @Option(names = "--attributes", description = "file with a JSON object of source attributes, in place of --user") @Nullable Path attributes,
            @Option(names = "--draft", description = "by the draft") boolean draft,
            @Option(names = "--schema", description = "by an unsaved schema document") @Nullable Path schema) throws IOException {
        Map<String, Object> question = new LinkedHashMap<>();
        if (user != null) {
            question.put("objectId", user);
        }
        if (attributes != null) {
            question.put("attributes", document(attributes));
        }
        if (draft) {
            question.put("draft", true);
        }
        if (schema != null) {
            question.put("schema", document(schema));
        }
        try (LockstepClient client = lockstep().client()) {
            JsonNode preview = client.post(path(app, "/preview"), question);
            switch (lockstep().output) {
                case json -> Answers.print(lockstep().output, preview);
                case table -> {
                    System.out.println((preview.path("scope").path("inScope").asBoolean() ? "in scope: " : "not in scope: ") + preview.path("scope").path("detail").asString(""));
                    Answers.print(lockstep().output, preview.path("attributes"), "target", "value", "outcome", "source", "inputs", "error/message");
                }
            }
        }
    }
}
