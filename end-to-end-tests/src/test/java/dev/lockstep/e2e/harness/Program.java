package dev.lockstep.e2e.harness;

import dev.lockstep.e2e.torture.cluster.Jars;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One Java process that these tests started and stop again, by its id. Its output goes to a file below target. */
public final class Program implements AutoCloseable {
    /** Quick to compile and slower when hot: for processes whose start takes longer than their work. */
    public static final List<String> QUICK_START = List.of("-XX:TieredStopAtLevel=1");
    private static final Jars JARS = new Jars(Path.of(".."), Path.of("target", "unpacked"));

    private final Process process;
    private final Path output;

    private Program(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /**
     * @param module whose {@code -exec.jar} runs
     * @param heap such as {@code 256m}
     */
    public static Program start(String module, String heap, Path output, Map<String, String> environment, List<String> arguments) {
        return start(JARS.of(module), List.of("-Xmx" + heap), output, environment, arguments);
    }

    /** The module's jar, unpacked. */
    static Path jar(String module) {
        return JARS.of(module);
    }

    private static Program start(Path jar, List<String> options, Path output, Map<String, String> environment, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(options);
        command.addAll(List.of("-jar", jar.toString()));
        command.addAll(arguments);
        try {
            Files.createDirectories(output.toAbsolutePath().getParent());
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
            builder.environment().putAll(environment);
            return new Program(builder.start(), output);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + jar.getFileName(), e);
        }
    }

    /** Waits until a new line of the output starts with this text, and returns the line. */
    public String awaitLine(String start, long fromByte, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < deadline) {
            for (String line : outputSince(fromByte).lines().toList()) {
                if (line.startsWith(start)) {
                    return line;
                }
            }
            if (!process.isAlive()) {
                throw new IllegalStateException("the process ended with " + process.exitValue() + ":\n" + outputSince(fromByte));
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        throw new IllegalStateException("no line '" + start + "' within " + limit + ":\n" + outputSince(fromByte));
    }

    /** What the process has printed after this many bytes. */
    public String outputSince(long fromByte) {
        try {
            byte[] all = Files.readAllBytes(output);
            return new String(all, (int) Math.min(fromByte, all.length), (int) Math.max(0, all.length - fromByte));
        } catch (IOException e) {
            return "";
        }
    }

    public static long size(Path output) {
        try {
            return Files.exists(output) ? Files.size(output) : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** {@code kill -9}: no hook runs. */
    public void kill() {
        process.destroyForcibly();
        await();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }

    private void await() {
        try {
            process.waitFor(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
