package dev.lockstep.standalone.command;

import static dev.lockstep.standalone.client.LockstepClient.encoded;

import dev.lockstep.standalone.client.LockstepClient;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

/** The attribute mappings of an application. */
@Command(name = "mappings", mixinStandardHelpOptions = true, description = "Shows an application's attribute mappings.")
final class MappingsCommand implements Callable<Integer> {
    @ParentCommand
    @Nullable LockstepCommand lockstep;

    @Parameters(paramLabel = "APP")
    String app = "";

    @Override
    public Integer call() {
        LockstepCommand parent = java.util.Objects.requireNonNull(lockstep);
        try (LockstepClient client = parent.client()) {
            JsonNode schema = client.get("/api/v1/apps/" + encoded(app) + "/schema");
            switch (parent.output) {
                case json -> Answers.print(parent.output, schema);
                case table -> {
                    for (JsonNode mapping : schema.path("synchronizationRules").path(0).path("objectMappings")) {
                        System.out.println(mapping.path("name").asString(""));
                        Answers.print(parent.output, mapping.path("attributeMappings"), "targetAttributeName", "source/expression", "matchingPriority", "flowType");
                    }
                }
            }
        }
        return 0;
    }
}
