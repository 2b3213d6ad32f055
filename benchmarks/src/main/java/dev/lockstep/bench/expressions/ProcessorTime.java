package dev.lockstep.bench.expressions;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Processor time instead of JMH's time on the wall, for a machine that does other things too: the best of many short rounds.
 * One language in a process, so that none profits or suffers from what another made the JVM compile.
 */
public final class ProcessorTime {
    private static final int ROUNDS = 60;
    private static final int EVALUATIONS = 20_000;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static volatile @Nullable Object last;

    private ProcessorTime() {
    }

    /** @param arguments the {@link Language} */
    public static void main(String[] arguments) {
        Language language = Language.valueOf(arguments[0]);
        Map<String, @Nullable Object> user = Rule.user();
        List<String> figures = new ArrayList<>();
        Language.Mapper mapper = language.mapper(Rule.DEFAULT_SET);
        figures.add("24 attributes " + best(() -> mapper.of(user)));
        for (ExpressionBenchmark.Single single : ExpressionBenchmark.Single.values()) {
            Language.Evaluator evaluator = language.expression(single.rule());
            figures.add(single + " " + best(() -> evaluator.of(user)));
        }
        System.out.println(language + ", ns for one user: " + String.join(", ", figures));
    }

    private static long best(Supplier<@Nullable Object> work) {
        long best = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long start = THREADS.getCurrentThreadCpuTime();
            for (int i = 0; i < EVALUATIONS; i++) {
                last = work.get();
            }
            best = Math.min(best, (THREADS.getCurrentThreadCpuTime() - start) / EVALUATIONS);
        }
        return best;
    }
}
