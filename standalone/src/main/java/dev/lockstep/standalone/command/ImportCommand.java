package dev.lockstep.standalone.command;

import static dev.lockstep.standalone.client.LockstepClient.encoded;

import dev.lockstep.standalone.client.LockstepClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

/** Uploads a CSV file to a source and shows what became of its rows. */
@Command(name = "import", mixinStandardHelpOptions = true, description = "Uploads a CSV file to a source. Exit code 1 when a row was rejected.")
final class ImportCommand implements Callable<Integer> {
    @ParentCommand
    @Nullable LockstepCommand lockstep;

    @Parameters(paramLabel = "SOURCE")
    String source = "";

    @Parameters(paramLabel = "FILE")
    Path file = Path.of("");

    @Option(names = "--mode", defaultValue = "snapshot", description = "snapshot or delta (default: ${DEFAULT-VALUE})")
    String mode = "snapshot";

    @Override
    public Integer call() throws IOException {
        LockstepCommand parent = Objects.requireNonNull(lockstep);
        String path = "/api/v1/sources/" + encoded(source);
        try (LockstepClient client = parent.client()) {
            String id = client.upload(path + "/files?mode=" + encoded(mode), file).path("uploadId").asString("");
            JsonNode upload = client.get(path + "/uploads/" + encoded(id));
            Answers.print(parent.output, upload, "state", "rows", "accepted", "unchanged", "leavers", "held", "rejectedCount");
            if (parent.output == LockstepCommand.Output.table && upload.path("rejectedCount").asLong() > 0) {
                Answers.print(parent.output, upload.path("rejected"), "row", "column", "code", "message");
            }
            return upload.path("rejectedCount").asLong() == 0 ? 0 : 1;
        }
    }
}
