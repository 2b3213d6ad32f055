package dev.lockstep.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** {@code lockstep bench}. Exit codes: 0 everything was measured, 1 something could not be, 2 wrong use. */
@Command(name = "lockstep bench", mixinStandardHelpOptions = true,
        description = "Measures a Lockstep that it starts itself, beside what a bare HTTP client reaches on the same machine.")
public final class Bench implements Callable<Integer> {

    @Option(names = "--users", description = "users in the directory (default: 10000; quick: 1000); of the sections about failures the updates that wait in leaver, the others in proportion (100000; 2000)")
    @Nullable Integer users;

    @Option(names = "--runs", description = "timed runs of each load (default: 3; quick: 1)")
    @Nullable Integer runs;

    @Option(names = "--only", split = ",", paramLabel = "SECTION", description = "what to measure: ${COMPLETION-CANDIDATES}; repeatable")
    List<Section> only = List.of();

    @Option(names = "--quick", description = "a few users, one run, no warm-up: shows that everything works")
    boolean quick;

    @Option(names = "--report", paramLabel = "FILE", description = "where the report goes, as .md and .json (default: benchmarks/target/bench-report)")
    @Nullable Path report;

    @Option(names = "--jfr", paramLabel = "FILE", description = "record Lockstep's process with Java Flight Recorder")
    @Nullable Path recording;

    @Option(names = "--heap", defaultValue = "${LOCKSTEP_HEAP:-1g}", description = "Lockstep's heap (default: ${DEFAULT-VALUE})")
    String heap = "1g";

    @Option(names = "--system", paramLabel = "JAR", description = "another build of standalone's executable jar to measure, to compare two")
    @Nullable Path system;

    @Option(names = "--limit-minutes", defaultValue = "60", description = "give up after so long (default: ${DEFAULT-VALUE})")
    int limitMinutes = 60;

    @Option(names = "--keep", description = "keep Lockstep's data directory and log")
    boolean keep;

    public static void main(String[] arguments) {
        // The targets' libraries would log each request.
        System.setProperty("logback.configurationFile", "sample-targets-logback.xml");
        String[] own = arguments.length > 0 && arguments[0].equals("bench") ? Arrays.copyOfRange(arguments, 1, arguments.length) : arguments;
        System.exit(command(new Bench()).execute(own));
    }

    static CommandLine command(Bench bench) {
        return new CommandLine(bench)
                .registerConverter(Section.class, Bench::section)
                .setExecutionExceptionHandler((failure, command, _) -> {
                    command.getErr().println("lockstep bench: " + failure.getMessage());
                    return 1;
                });
    }

    private static Section section(String option) {
        return Stream.of(Section.values()).filter(s -> s.toString().equals(option.toLowerCase(Locale.ROOT))).findFirst()
                .orElseThrow(() -> new CommandLine.TypeConversionException("'" + option + "' is none of " + List.of(Section.values())));
    }

    Plan plan() {
        Set<Section> sections = only.isEmpty() ? Section.ofTheSystem() : EnumSet.copyOf(only);
        Plan plan = quick ? Plan.quick(sections) : Plan.full(10_000, 3, sections);
        plan = users == null ? plan : plan.withUsers(users);
        return runs == null ? plan : plan.withRuns(runs);
    }

    @Override
    public Integer call() throws IOException {
        giveUpAfter(Duration.ofMinutes(limitMinutes));
        Path home = Path.of(System.getProperty("lockstep.home", ".")).toAbsolutePath().normalize();
        Path work = home.resolve("benchmarks/target/bench/" + ProcessHandle.current().pid());
        Path jar = Launcher.unpacked(system == null ? home.resolve(Launcher.BUILT) : system, home.resolve("benchmarks/target/system"));
        Report measured = new Suite(plan(), Bench::tell).run(home, jar, work.resolve("data"), heap, recording);
        String text = Markdown.of(measured);
        write(measured, text, report == null ? home.resolve("benchmarks/target/bench-report") : report);
        System.out.println();
        System.out.print(text);
        if (!keep && measured.failures().isEmpty() && Files.exists(work)) {
            remove(work);
        }
        return measured.failures().isEmpty() ? 0 : 1;
    }

    private static void tell(String what) {
        System.out.println(LocalTime.now().truncatedTo(ChronoUnit.SECONDS) + " " + what);
    }

    private static void giveUpAfter(Duration limit) {
        Thread.ofPlatform().daemon().start(() -> {
            Patience.pause(limit);
            System.err.println("lockstep bench: not done after " + limit.toMinutes() + " minutes");
            System.exit(1);
        });
    }

    private static void write(Report measured, String text, Path to) throws IOException {
        String base = to.toString().replaceAll("\\.(md|json)$", "");
        Path markdown = Path.of(base + ".md").toAbsolutePath();
        Files.createDirectories(markdown.getParent());
        Files.writeString(markdown, text);
        JsonMapper json = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        Files.write(Path.of(base + ".json"), json.writeValueAsBytes(measured));
        tell("report in " + base + ".md and .json");
    }

    private static void remove(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
