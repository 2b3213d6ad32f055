package dev.lockstep.e2e.torture.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One Java process of a run, signalled by its id and by nothing else. None outlives the run. */
final class JavaProcess {
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
    }

    private final Process process;
    private final Path output;
    private final long startedAtByte;

    private JavaProcess(Process process, Path output, long startedAtByte) {
        this.process = process;
        this.output = output;
        this.startedAtByte = startedAtByte;
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** @param output what it prints is appended here */
    static JavaProcess start(List<String> command, Path output, Map<String, String> environment) {
        List<String> whole = new ArrayList<>(List.of(java(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto",
                "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        whole.addAll(command);
        try {
            Files.createDirectories(output.toAbsolutePath().getParent());
            long before = Files.exists(output) ? Files.size(output) : 0;
            ProcessBuilder builder = new ProcessBuilder(whole).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
            builder.environment().putAll(environment);
            Process process = builder.start();
            RUNNING.add(process);
            process.onExit().thenAccept(RUNNING::remove);
            return new JavaProcess(process, output, before);
        } catch (IOException e) {
            throw new UncheckedIOException("a process cannot be started", e);
        }
    }

    /** Waits for the line that starts so, and returns the rest of it. */
    String awaitLine(String start, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        boolean alive = true;
        while (System.nanoTime() < deadline && alive) {
            alive = process.isAlive();
            for (String line : printed().lines().toList()) {
                if (line.startsWith(start)) {
                    return line.substring(start.length()).strip();
                }
            }
            Moments.pause(Duration.ofMillis(100));
        }
        throw new IllegalStateException("no line '" + start + "' in " + output + (process.isAlive() ? " within " + limit : ": the process ended"));
    }

    private String printed() {
        try {
            byte[] all = Files.readAllBytes(output);
            int from = (int) Math.min(startedAtByte, all.length);
            return new String(all, from, all.length - from);
        } catch (IOException e) {
            return "";
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** {@code kill -9}. */
    void kill() {
        process.destroyForcibly();
        await(20);
    }

    /** SIGTERM, and {@code kill -9} when that takes more than 30 s. */
    void end() {
        process.destroy();
        if (!await(30)) {
            kill();
        }
    }

    /** SIGSTOP: it stands still wherever it is. */
    void stop() {
        signal("-STOP");
    }

    /** SIGCONT. */
    void goOn() {
        signal("-CONT");
    }

    private void signal(String signal) {
        try {
            new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return open files and sockets; -1 where the system does not tell */
    long files() {
        return entries("fd");
    }

    /** @return threads of the operating system; -1 where the system does not tell */
    long threads() {
        return entries("task");
    }

    private long entries(String what) {
        try (Stream<Path> entries = Files.list(Path.of("/proc", Long.toString(process.pid()), what))) {
            return entries.count();
        } catch (IOException | UncheckedIOException e) {
            return -1;
        }
    }

    private boolean await(int seconds) {
        try {
            return process.waitFor(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
