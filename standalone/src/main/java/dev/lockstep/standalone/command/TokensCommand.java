package dev.lockstep.standalone.command;

import dev.lockstep.standalone.client.LockstepClient;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** API tokens of people and scripts. */
@Command(name = "tokens", mixinStandardHelpOptions = true, description = "Lists API tokens; makes and revokes them.")
final class TokensCommand implements Runnable {
    @ParentCommand
    @Nullable LockstepCommand lockstep;

    @Override
    public void run() {
        LockstepCommand parent = Objects.requireNonNull(lockstep);
        try (LockstepClient client = parent.client()) {
            Answers.print(parent.output, client.get("/api/v1/tokens"), "id", "name", "role", "expiresAt", "lastUsedAt");
        }
    }

    @Command(name = "add", description = "Makes a token; it is shown once.")
    void add(@Option(names = "--name", required = true) String name, @Option(names = "--role", required = true) String role) {
        LockstepCommand parent = Objects.requireNonNull(lockstep);
        try (LockstepClient client = parent.client()) {
            Answers.print(parent.output, client.post("/api/v1/tokens", Map.of("name", name, "role", role)), "id", "token");
        }
    }

    @Command(name = "revoke", description = "Ends a token.")
    void revoke(@Parameters(paramLabel = "ID") String id) {
        LockstepCommand parent = Objects.requireNonNull(lockstep);
        try (LockstepClient client = parent.client()) {
            client.delete("/api/v1/tokens/" + LockstepClient.encoded(id));
            System.out.println("revoked " + id);
        }
    }
}
