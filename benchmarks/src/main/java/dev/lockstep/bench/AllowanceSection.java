package dev.lockstep.bench;

import dev.lockstep.bench.target.Call;
import dev.lockstep.bench.target.Conduct;
import dev.lockstep.bench.target.Conduct.Counting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How much of what a target allows is used, and whether it ever has to say no. */
final class AllowanceSection {

    private static final int DELAY_MS = 20;
    private static final Duration FIRST = Duration.ofSeconds(30);
    /** Before the measured time begins. */
    private static final Duration RUN_IN = Duration.ofSeconds(5);

    private final Lockstep lockstep;
    private final TargetFarm farm;
    private final Directory directory;
    private final Sizes sizes;
    private final Consumer<String> tell;

    AllowanceSection(Lockstep lockstep, TargetFarm farm, Directory directory, Sizes sizes, Consumer<String> tell) {
        this.lockstep = lockstep;
        this.farm = farm;
        this.directory = directory;
        this.sizes = sizes;
        this.tell = tell;
    }

    /** One figure for each way of counting. */
    List<Resilience.Allowance> measure() {
        int changes = (int) (Sizes.ALLOWED * (sizes.steady().toSeconds() + 2 * RUN_IN.toSeconds()));
        directory.atLeast(changes);
        return Stream.of(Counting.values()).map(counting -> measure(counting, changes)).toList();
    }

    private Resilience.Allowance measure(Counting counting, int changes) {
        try (TargetFarm.Plot target = farm.open("allowance-" + counting, Conduct.PROMPT)) {
            String app = lockstep.addApp("Allowance " + (counting.ordinal() + 1), target.tenantUrl(),
                    Map.of("scope", "all", "limits", Map.of("concurrency", 64, "perSecond", 0)));
            lockstep.initialSync(app);
            lockstep.change(app, Map.of("limits", Map.of("concurrency", 10, "perSecond", Sizes.ALLOWED)));
            target.behave(Conduct.serving(DELAY_MS).allowing(Sizes.ALLOWED, counting));
            int before = target.calls().size();
            directory.change("allowance" + counting.ordinal(), 0, changes);
            Patience.await("the first call", FIRST, Duration.ofMillis(200), () -> target.calls().size() > before);
            Patience.pause(RUN_IN);
            long from = SteadyLoad.micros();
            Patience.pause(sizes.steady());
            long to = SteadyLoad.micros();
            long waiting = lockstep.waiting(app);
            List<Call> calls = target.calls();
            Resilience.Allowance measured = of(counting, calls.subList(before, calls.size()), from, to, waiting);
            tell.accept("allowance, %s: %.3f used, %d times refused".formatted(counting, measured.utilisation(), measured.refused()));
            lockstep.removeApp(app);
            return measured;
        }
    }

    /** @param from in microseconds since the epoch, inclusive; {@code to} likewise, exclusive */
    static Resilience.Allowance of(Counting counting, List<Call> calls, long from, long to, long waiting) {
        List<Call> taken = calls.stream().filter(call -> call.status() != 429).toList();
        List<Call> within = taken.stream().filter(call -> call.arrived() >= from && call.arrived() < to).toList();
        long refused = calls.size() - taken.size();
        long refusedWithin = calls.stream().filter(call -> call.status() == 429 && call.arrived() >= from && call.arrived() < to).count();
        double seconds = (to - from) / 1e6;
        List<String> doubts = new ArrayList<>();
        if (waiting == 0) {
            doubts.add("the work ran out before the measured time was over");
        }
        return new Resilience.Allowance(counting, Sizes.ALLOWED, seconds, within.stream().collect(Collectors.groupingBy(Call::method, TreeMap::new, Collectors.counting())),
                within.size() / (Sizes.ALLOWED * seconds), refused, refusedWithin, mostInASecond(taken), waiting, doubts);
    }

    static int mostInASecond(List<Call> calls) {
        long[] arrived = calls.stream().mapToLong(Call::arrived).sorted().toArray();
        int most = 0;
        int first = 0;
        for (int i = 0; i < arrived.length; i++) {
            while (arrived[i] - arrived[first] >= 1_000_000) {
                first++;
            }
            most = Math.max(most, i - first + 1);
        }
        return most;
    }
}
