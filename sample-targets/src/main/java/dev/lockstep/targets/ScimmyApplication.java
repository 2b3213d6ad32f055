package dev.lockstep.targets;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * scimmy's server (npm: scimmy, scimmy-routers) in a Node process, where Node 20 or newer and npm are on the PATH. Of the
 * hosted servers it is the one that is not Java.
 */
public final class ScimmyApplication implements SampleApplication {

    private static final List<String> FILES = List.of("package.json", "package-lock.json", "server.mjs");
    private static final Pattern VERSION = Pattern.compile("v(\\d+)\\..*");
    private static final int OLDEST_NODE = 20;

    private final ChildProcess node;

    private ScimmyApplication(ChildProcess node) {
        this.node = node;
    }

    /** @return why the server cannot run on this machine, in a sentence for people; empty when it can */
    public static Optional<String> whyNot() {
        Optional<String> node = output(List.of("node", "--version"));
        if (node.isEmpty()) {
            return Optional.of("node is not on the PATH; scimmy needs Node " + OLDEST_NODE + " or newer");
        }
        Matcher version = VERSION.matcher(node.get());
        if (!version.matches() || Integer.parseInt(version.group(1)) < OLDEST_NODE) {
            return Optional.of("scimmy needs Node " + OLDEST_NODE + " or newer, and this is " + node.get());
        }
        if (output(List.of("npm", "--version")).isEmpty()) {
            return Optional.of("npm is not on the PATH; scimmy comes from there");
        }
        return Optional.empty();
    }

    /**
     * Starts the server on a free port, below {@code target/} of the current directory.
     *
     * @return empty where {@link #whyNot()} has a reason
     */
    public static Optional<ScimmyApplication> startIfNode(String token) {
        return startIfNode(0, token, 0, Path.of("target", "scimmy-server"));
    }

    /**
     * @param port TCP port on loopback, 0 for a free one
     * @param delayMs artificial delay before each answer, in milliseconds
     * @param workDirectory where the npm packages are installed, once; created when missing
     * @throws IllegalStateException when npm cannot install the packages
     */
    public static Optional<ScimmyApplication> startIfNode(int port, String token, int delayMs, Path workDirectory) {
        if (whyNot().isPresent()) {
            return Optional.empty();
        }
        install(workDirectory);
        var command = new ProcessBuilder("node", "server.mjs", "--port", String.valueOf(port), "--token", token,
                "--delay-ms", String.valueOf(delayMs), "--until-stdin-ends").directory(workDirectory.toFile());
        return Optional.of(new ScimmyApplication(ChildProcess.launch(command)));
    }

    @Override
    public URI baseUrl() {
        return node.baseUrl();
    }

    /** @return the Node process */
    public ProcessHandle handle() {
        return node.handle();
    }

    @Override
    public void close() {
        node.close();
    }

    private static void install(Path directory) {
        try {
            Files.createDirectories(directory);
            // Two test runs at once must not install into each other.
            try (var lock = FileChannel.open(directory.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                lock.lock();
                for (String file : FILES) {
                    try (InputStream packaged = Objects.requireNonNull(
                            ScimmyApplication.class.getResourceAsStream("/scimmy-server/" + file), file)) {
                        Files.write(directory.resolve(file), packaged.readAllBytes());
                    }
                }
                Path installed = directory.resolve("node_modules").resolve(".installed-lock");
                String wanted = Files.readString(directory.resolve("package-lock.json"));
                if (!Files.exists(installed) || !Files.readString(installed).equals(wanted)) {
                    npmCi(directory);
                    Files.writeString(installed, wanted);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void npmCi(Path directory) throws IOException {
        Path log = directory.resolve("npm.log");
        Process npm = new ProcessBuilder("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts")
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!npm.waitFor(3, TimeUnit.MINUTES)) {
                npm.destroyForcibly();
                throw new IllegalStateException("npm ci took more than three minutes; see " + log);
            }
        } catch (InterruptedException e) {
            npm.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while npm ci was running", e);
        }
        if (npm.exitValue() != 0) {
            throw new IllegalStateException("npm ci failed with " + npm.exitValue() + "; see " + log);
        }
    }

    private static Optional<String> output(List<String> command) {
        try {
            Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor() == 0 ? Optional.of(text) : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
