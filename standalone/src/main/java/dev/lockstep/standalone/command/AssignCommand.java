package dev.lockstep.standalone.command;

import static dev.lockstep.standalone.client.LockstepClient.encoded;

import dev.lockstep.standalone.client.LockstepClient;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Assigns a user or a group to an application. */
@Command(name = "assign", mixinStandardHelpOptions = true, description = "Assigns a user or group to an application; without one, lists assignments.")
final class AssignCommand implements Callable<Integer> {
    @ParentCommand
    @Nullable LockstepCommand lockstep;

    @Parameters(paramLabel = "APP")
    String app = "";

    @ArgGroup(exclusive = true)
    @Nullable Principal principal;

    static final class Principal {
        @Option(names = "--user", paramLabel = "ID")
        @Nullable String user;

        @Option(names = "--group", paramLabel = "ID")
        @Nullable String group;
    }

    @Override
    public Integer call() {
        LockstepCommand parent = Objects.requireNonNull(lockstep);
        String path = "/api/v1/apps/" + encoded(app) + "/assignments";
        try (LockstepClient client = parent.client()) {
            if (principal == null) {
                Answers.print(parent.output, client.get(path), "id", "principalType", "principalId");
            } else {
                boolean user = principal.user != null;
                Answers.print(parent.output, client.post(path, Map.of("principalType", user ? "user" : "group",
                        "principalId", Objects.requireNonNull(user ? principal.user : principal.group))), "id");
            }
        }
        return 0;
    }
}
