package dev.lockstep.targets;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One of this module's applications in a process of its own, on the class path of the caller: a crash test or a benchmark
 * must not share its process with its target. It ends with the process that started it, however that ends.
 */
public final class ChildProcess implements SampleApplication {

    private static final String BOOT_LAUNCHER = "org.springframework.boot.loader.launch.PropertiesLauncher";

    private final Process process;
    private final URI baseUrl;

    private ChildProcess(Process process, URI baseUrl) {
        this.process = process;
        this.baseUrl = baseUrl;
    }

    /**
     * Starts {@code main} and waits until it prints {@code ready <baseUrl>}.
     *
     * @param main such as {@link ScimSdkApplication}, {@link ScimStub} or {@link RecordingProxy}
     * @param args its arguments
     */
    public static ChildProcess start(Class<?> main, String... args) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "--sun-misc-unsafe-memory-access=allow",
                "-D" + LaunchOptions.PARENT + "=" + ProcessHandle.current().pid(),
                "-cp",
                System.getProperty("java.class.path")));
        if (runsFromBootJar()) {
            command.add("-Dloader.main=" + main.getName());
            command.add(BOOT_LAUNCHER);
        } else {
            command.add(main.getName());
        }
        command.addAll(List.of(args));
        return launch(new ProcessBuilder(command));
    }

    /** Waits for the line {@code ready <baseUrl>} of any command. */
    static ChildProcess launch(ProcessBuilder command) {
        Process process = null;
        try {
            process = command.redirectError(ProcessBuilder.Redirect.INHERIT).start();
            BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith("ready ")) {
                    // Reading a pipe holds a virtual thread's carrier, of which there are only as many as processors.
                    Thread.ofPlatform().daemon().start(() -> drain(output));
                    return new ChildProcess(process, URI.create(line.substring("ready ".length()).strip()));
                }
            }
            throw new IllegalStateException("The process ended with " + process.waitFor() + " before it was ready");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for the process", e);
        }
    }

    @Override
    public URI baseUrl() {
        return baseUrl;
    }

    /** @return the process, for its id, its CPU time, or to kill it */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static boolean runsFromBootJar() {
        return ClassLoader.getSystemResource(BOOT_LAUNCHER.replace('.', '/') + ".class") != null
                && !System.getProperty("java.class.path").contains(File.pathSeparator);
    }

    private static void drain(BufferedReader output) {
        try (output) {
            while (output.readLine() != null) {
                // A full pipe would stop the child.
            }
        } catch (IOException _) {
            // The child has ended.
        }
    }
}
