package dev.lockstep.e2e.torture;

import dev.lockstep.e2e.halts.Halts;
import dev.lockstep.e2e.halts.LostAnswers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lockstep torture}. Exit codes: 0 no violation, 1 violations or no end, 2 wrong use. */
@Command(name = "lockstep torture", mixinStandardHelpOptions = true,
        description = "Runs Lockstep as separate processes against hostile applications, kills and pauses what can be, and checks that nothing is lost or doubled.")
public final class Torture implements Callable<Integer> {
    @Option(names = "--tier", defaultValue = "T0", description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    Tier tier = Tier.T0;

    @Option(names = "--seed", description = "of story, faults and hostile applications (default: any, printed)")
    @Nullable Long seed;

    @Option(names = "--halts", description = "instead: halts each process at named points, one after the other")
    boolean halts;

    @Option(names = "--only", split = ",", description = "of the halts: those whose order contains one of these, such as otherReplica=true")
    List<String> only = List.of();

    @Option(names = "--lost-answers", description = "instead: loses the answers to creates in each way")
    boolean lostAnswers;

    @Option(names = "--keep", description = "keep data, journals and logs also of a run without violations")
    boolean keep;

    public static void main(String[] arguments) {
        String[] own = arguments.length > 0 && arguments[0].equals("torture") ? Arrays.copyOfRange(arguments, 1, arguments.length) : arguments;
        System.exit(new CommandLine(new Torture())
                .setExecutionExceptionHandler((failure, command, _) -> {
                    command.getErr().println("lockstep torture: " + failure.getMessage());
                    failure.printStackTrace(command.getErr());
                    return 1;
                })
                .execute(own));
    }

    @Override
    public Integer call() throws IOException {
        long chosen = seed == null ? System.nanoTime() & 0xffff : seed;
        Path home = Path.of(System.getProperty("lockstep.home", ".")).toAbsolutePath().normalize();
        if (halts || lostAnswers) {
            return halts(chosen, home);
        }
        Path work = home.resolve("end-to-end-tests/target/torture/" + tier + "-" + chosen + "-" + ProcessHandle.current().pid());
        Outcome outcome = new Run(tier, chosen, home, work, Torture::tell).run();
        String report = outcome.report();
        System.out.println();
        System.out.print(report);
        Path file = home.resolve("end-to-end-tests/target/torture/report-" + tier + "-" + chosen + ".md");
        Files.writeString(file, report);
        if (outcome.violations().isEmpty() && !keep) {
            Run.remove(work);
        } else {
            System.out.println("Data, journals and logs are in " + work);
        }
        return outcome.violations().isEmpty() ? 0 : 1;
    }

    private int halts(long chosen, Path home) throws IOException {
        String kind = halts ? "halts" : "lost-answers";
        Path work = home.resolve("end-to-end-tests/target/torture/" + kind + "-" + chosen + "-" + ProcessHandle.current().pid());
        boolean good;
        String report;
        if (halts) {
            List<Halts.Line> lines = new Halts(home, work, chosen, Torture::tell).run(only);
            good = lines.stream().allMatch(Halts.Line::isGood);
            report = Halts.report(lines, chosen);
        } else {
            Map<String, List<String>> found = new LostAnswers(home, work, chosen, Torture::tell).run();
            good = found.values().stream().allMatch(List::isEmpty);
            report = LostAnswers.report(found, chosen);
        }
        System.out.print(report);
        Files.writeString(home.resolve("end-to-end-tests/target/torture/report-" + kind + "-" + chosen + ".md"), report);
        if (good && !keep) {
            Run.remove(work);
        } else {
            System.out.println("Data, journals and logs are in " + work);
        }
        return good ? 0 : 1;
    }

    private static void tell(String what) {
        System.out.println(LocalTime.now().truncatedTo(ChronoUnit.SECONDS) + " " + what);
    }
}
