package dev.lockstep.targets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The command line that every hosted application shares: {@code --port N --token T --delay-ms N --state FILE}.
 *
 * @param port TCP port on loopback, 0 for a free one
 * @param token the bearer token that callers must present
 * @param delayMs artificial delay before each answer, in milliseconds
 * @param state a file that receives {@code {"baseUrl":…,"pid":…}} once the application is ready
 */
public record LaunchOptions(int port, String token, int delayMs, Optional<Path> state) {

    /** System property: the id of the process that this one shall not outlive. */
    static final String PARENT = "lockstep.targets.parent";

    private static final List<String> KNOWN = List.of("--port", "--token", "--delay-ms", "--state");

    static LaunchOptions parse(String... args) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < args.length; i += 2) {
            if (!KNOWN.contains(args[i]) || i + 1 == args.length) {
                throw new IllegalArgumentException("Options are " + KNOWN + ", each followed by a value; got " + args[i]);
            }
            given.put(args[i], args[i + 1]);
        }
        return new LaunchOptions(
                Integer.parseInt(given.getOrDefault("--port", "0")),
                given.getOrDefault("--token", "secret"),
                Integer.parseInt(given.getOrDefault("--delay-ms", "0")),
                Optional.ofNullable(given.get("--state")).map(Path::of));
    }

    /** Says where the application can be reached, in the state file too when there is one. */
    void announce(URI baseUrl) {
        state.ifPresent(file -> write(file, baseUrl));
        ready(baseUrl);
    }

    /**
     * Says on standard output, in one line, where the application can be reached; whoever started it waits for that. An
     * application that {@link ChildProcess} started ends with its parent, however that ends.
     */
    public static void ready(URI baseUrl) {
        Long parent = Long.getLong(PARENT);
        if (parent != null) {
            ProcessHandle.of(parent)
                    .map(ProcessHandle::onExit)
                    .orElseGet(() -> CompletableFuture.completedFuture(null))
                    .thenRun(() -> System.exit(0));
        }
        System.out.println("ready " + baseUrl);
        System.out.flush();
    }

    /**
     * The libraries log requests at DEBUG, which a process without any logging set-up would print: with personal data, and
     * slowly.
     */
    public static void quietLogging() {
        if (System.getProperty("logback.configurationFile") == null) {
            System.setProperty("logback.configurationFile", "sample-targets-logback.xml");
        }
        java.util.logging.Logger.getLogger("").setLevel(java.util.logging.Level.WARNING);
    }

    private static void write(Path file, URI baseUrl) {
        try {
            Files.writeString(file, "{\"baseUrl\":\"%s\",\"pid\":%d}%n".formatted(baseUrl, ProcessHandle.current().pid()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
