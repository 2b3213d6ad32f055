package dev.lockstep.standalone.command;

import dev.lockstep.standalone.client.LockstepClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The {@code lockstep} command. Exit codes: 0 done, 1 failed, 2 wrong use. */
@Command(
        name = "lockstep",
        description = "Keeps the accounts in every SCIM application in lockstep with HR and directory systems.",
        mixinStandardHelpOptions = true,
        version = "lockstep 0.1.0",
        subcommands = {
            StartCommand.class, DemoCommand.class, AppsCommand.class, MappingsCommand.class, AssignCommand.class,
            SourcesCommand.class, ImportCommand.class, FailuresCommand.class, ReplayCommand.class, ParkedCommand.class, HoldsCommand.class, ReconcileCommand.class, AuditCommand.class, TokensCommand.class, DoctorCommand.class, KeysCommand.class,
            PartCommands.Broker.class, PartCommands.Store.class
        })
public final class LockstepCommand implements Runnable {
    @Option(names = "--server", scope = ScopeType.INHERIT, defaultValue = "${LOCKSTEP_SERVER:-http://127.0.0.1:8080}",
            description = "address of the console (default: ${DEFAULT-VALUE})")
    String server = "";

    @Option(names = "--token", scope = ScopeType.INHERIT, defaultValue = "${LOCKSTEP_TOKEN:-}",
            description = "API token; without it, the one in .lockstep/admin-token")
    String token = "";

    @Option(names = "--output", scope = ScopeType.INHERIT, defaultValue = "table", description = "table or json")
    Output output = Output.table;

    @CommandLine.Spec
    CommandLine.Model.@Nullable CommandSpec spec;

    /** How answers are printed. */
    public enum Output {
        table, json
    }

    public static void main(String[] arguments) {
        Logging.toFile();
        System.exit(run(arguments));
    }

    /** Runs one command and returns its exit code. */
    public static int run(String... arguments) {
        return new CommandLine(new LockstepCommand())
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    LoggerFactory.getLogger(LockstepCommand.class).error("command failed", failure);
                    command.getErr().println("lockstep: " + (failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage()));
                    return 1;
                })
                .execute(arguments);
    }

    @Override
    public void run() {
        if (spec != null) {
            spec.commandLine().usage(System.out);
        }
    }

    LockstepClient client() {
        return new LockstepClient(server, token.isBlank() ? savedToken() : token);
    }

    private static String savedToken() {
        Path file = Path.of(".lockstep", "admin-token");
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("no token: give --token or set LOCKSTEP_TOKEN (" + file + " cannot be read)", e);
        }
    }
}
