package dev.lockstep.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A whole Lockstep in a process of its own, started as {@code lockstep start} starts it. */
final class LockstepProcess implements AutoCloseable {

    private static final Pattern READY = Pattern.compile("Lockstep is ready at (\\S+) .*");
    private static final Pattern USED = Pattern.compile("(PSYoungGen|ParOldGen|def new generation|tenured generation|garbage-first heap)\\s+total.*?used (\\d+)K");
    private static final Duration START_LIMIT = Duration.ofMinutes(3);

    private final Process process;
    private final URI address;
    private final Path data;

    private LockstepProcess(Process process, URI address, Path data) {
        this.process = process;
        this.address = address;
        this.data = data;
    }

    /**
     * @param jar of the standalone module, executable
     * @param data where it keeps everything; new
     * @param heap such as {@code 1g}
     * @param recording where Java Flight Recorder writes, or null for no recording
     */
    static LockstepProcess start(Path jar, Path data, String heap, @Nullable Path recording) {
        List<String> command = new ArrayList<>(List.of(java("java"), "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow", "-XX:+UseParallelGC", "-Xmx" + heap));
        if (recording != null) {
            command.add("-XX:StartFlightRecording=settings=profile,maxsize=500m,dumponexit=true,filename=" + recording.toAbsolutePath());
        }
        command.addAll(List.of("-jar", jar.toString(), "start", "--port", "0", "--data-dir", data.toString(),
                "--allow-target", "127.0.0.1/32", "--set", "lockstep.bench=true"));
        try {
            Files.createDirectories(data.getParent());
            Process process = new ProcessBuilder(command).redirectError(data.resolveSibling("lockstep.err").toFile()).start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process)));
            return new LockstepProcess(process, address(process), data);
        } catch (IOException e) {
            throw new UncheckedIOException("Lockstep cannot be started", e);
        }
    }

    URI address() {
        return address;
    }

    String adminToken() {
        return read(data.resolve("admin-token")).strip();
    }

    Usage usage() {
        JsonNode counters = JsonMapper.shared().readTree(read(data.resolve("store-stats.json")));
        return new Usage(Machine.cpuMillis(process.toHandle()), counters.path("documentsWritten").asLong(), counters.path("commits").asLong());
    }

    /**
     * Waits until what was set off has come to rest in the store: the ledger is written behind the target.
     *
     * @return what was used until then
     */
    Usage atRest() {
        Usage[] last = {usage()};
        int[] quiet = {0};
        Patience.pause(Duration.ofMillis(1_200));
        Patience.await("the store to come to rest", Duration.ofMinutes(5), Duration.ofMillis(1_100), () -> {
            Usage now = usage();
            quiet[0] = now.since(last[0]).documents() < 25 ? quiet[0] + 1 : 0;
            last[0] = now;
            return quiet[0] >= 2;
        });
        return last[0];
    }

    /** @return bytes of heap in use after a full collection, or -1 when the JDK's tool does not say */
    long liveHeapBytes() {
        String pid = Long.toString(process.pid());
        Commands.output(java("jcmd"), pid, "GC.run");
        Matcher used = USED.matcher(Commands.output(java("jcmd"), pid, "GC.heap_info"));
        long kilobytes = 0;
        while (used.find()) {
            kilobytes += Long.parseLong(used.group(2));
        }
        return kilobytes == 0 ? -1 : kilobytes * 1024;
    }

    @Override
    public void close() {
        stop(process);
    }

    private static String java(String tool) {
        return Path.of(System.getProperty("java.home"), "bin", tool).toString();
    }

    private static URI address(Process process) {
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        CompletableFuture<URI> ready = new CompletableFuture<>();
        // Reading a pipe holds a virtual thread's carrier, of which there are only as many as processors.
        Thread.ofPlatform().daemon().start(() -> {
            try (output) {
                for (String line = output.readLine(); line != null; line = output.readLine()) {
                    Matcher matcher = READY.matcher(line);
                    if (matcher.matches()) {
                        ready.complete(URI.create(matcher.group(1)));
                    }
                }
                ready.completeExceptionally(new IllegalStateException("Lockstep ended before it was ready: see lockstep.err and its log"));
            } catch (IOException e) {
                ready.completeExceptionally(e);
            }
        });
        try {
            return ready.get(START_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            stop(process);
            throw new IllegalStateException("Lockstep did not become ready: see lockstep.err and its log", e);
        } catch (InterruptedException e) {
            stop(process);
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static void stop(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot be read: " + file.getFileName(), e);
        }
    }
}
