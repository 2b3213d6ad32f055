package dev.lockstep.e2e.harness;

import dev.lockstep.standalone.client.LockstepClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code lockstep start} as a process on a data directory that outlives it. */
public final class RunningLockstep implements AutoCloseable {
    private final Path dataDirectory;
    private final List<String> settings;
    private Program program;
    private LockstepClient client;
    private String address = "";
    private long startedAtByte;

    private RunningLockstep(Path dataDirectory, List<String> settings) {
        this.dataDirectory = dataDirectory;
        this.settings = settings;
        this.program = launch();
        this.client = connect();
    }

    /** @param settings {@code name=value} for the services */
    public static RunningLockstep start(Path dataDirectory, String... settings) {
        return new RunningLockstep(dataDirectory, List.of(settings));
    }

    public LockstepClient client() {
        return client;
    }

    public String address() {
        return address;
    }

    public boolean isAlive() {
        return program.isAlive();
    }

    /** {@code kill -9}. */
    public void kill() {
        program.kill();
    }

    /** Starts again on the same data. */
    public void restart() {
        client.close();
        program = launch();
        client = connect();
    }

    private Program launch() {
        List<String> arguments = new ArrayList<>(List.of("start", "--port", "0", "--data-dir", dataDirectory.toString(),
                "--allow-target", "127.0.0.1/32"));
        settings.forEach(setting -> arguments.addAll(List.of("--set", setting)));
        return Program.start("standalone", "768m", output(), Map.of(), arguments);
    }

    private LockstepClient connect() {
        String ready;
        try {
            ready = program.awaitLine("Lockstep is ready at ", startedAtByte, Duration.ofSeconds(180));
        } catch (IllegalStateException notReady) {
            program.kill();
            throw notReady;
        }
        address = ready.substring("Lockstep is ready at ".length()).split(" ")[0];
        try {
            return new LockstepClient(address, Files.readString(dataDirectory.resolve("admin-token")).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path output() {
        Path output = dataDirectory.resolveSibling(dataDirectory.getFileName() + ".out");
        startedAtByte = Program.size(output);
        return output;
    }

    @Override
    public void close() {
        client.close();
        program.close();
    }
}
