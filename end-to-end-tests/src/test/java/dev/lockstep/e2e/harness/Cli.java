package dev.lockstep.e2e.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The {@code lockstep} command as a person types it: a process of its own against a running installation. */
public final class Cli {
    private final RunningLockstep running;
    private final Path data;
    private final Path work;

    /** @param work where its output goes; the installation's data directory is in it, as {@code data} */
    public Cli(RunningLockstep running, Path work) {
        this.running = running;
        this.work = work;
        this.data = work.resolve("data");
    }

    /** @param printed standard output alone */
    public record Result(int exit, String printed, String complaints) {
    }

    public Result run(String... command) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m", "-XX:+UseSerialGC"));
        all.addAll(Program.QUICK_START);
        all.addAll(List.of("-Dlockstep.log=" + work.resolve("cli.log"), "-jar", Program.jar("standalone").toString()));
        all.addAll(List.of(command));
        Path printed = Files.createTempFile(work, "cli", ".out");
        Path complaints = Files.createTempFile(work, "cli", ".err");
        ProcessBuilder builder = new ProcessBuilder(all).redirectOutput(printed.toFile()).redirectError(complaints.toFile());
        builder.environment().put("LOCKSTEP_SERVER", running.address());
        builder.environment().put("LOCKSTEP_TOKEN", Files.readString(data.resolve("admin-token")).strip());
        Process process = builder.start();
        if (!process.waitFor(180, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("'lockstep " + String.join(" ", command) + "' does not end");
        }
        return new Result(process.exitValue(), Files.readString(printed), Files.readString(complaints));
    }

    /** Runs it with {@code --output json} and expects an exit code. */
    public JsonNode json(int exit, String... command) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of("--output", "json"));
        Result result = run(all.toArray(String[]::new));
        if (result.exit() != exit) {
            throw new AssertionError("'lockstep %s' ended with %d:%n%s%n%s".formatted(String.join(" ", command), result.exit(), result.printed(), result.complaints()));
        }
        return JsonMapper.shared().readTree(result.printed());
    }
}
