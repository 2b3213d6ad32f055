package dev.lockstep.bench;

import dev.lockstep.bench.expressions.ExpressionBenchmark;
import dev.lockstep.bench.expressions.MappingSetBenchmark;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The mapping engine beside Spring's expression language and Apache Commons JEXL, by JMH in processes of their own. */
final class ExpressionSection {

    private final boolean quick;
    private final Consumer<String> tell;

    ExpressionSection(boolean quick, Consumer<String> tell) {
        this.quick = quick;
        this.tell = tell;
    }

    List<Measured.Evaluation> measure() {
        List<Measured.Evaluation> all = new ArrayList<>();
        tell.accept("measuring the mapping set of 24 attributes");
        all.addAll(run(MappingSetBenchmark.class, 2));
        tell.accept("measuring single expressions");
        all.addAll(run(ExpressionBenchmark.class, 1));
        return List.copyOf(all);
    }

    /** For people. */
    String conditions() {
        return "Each figure is the mean of " + (quick ? "0.2 measured seconds, without a warm-up worth the name" : "5 measured seconds after 3 of warm-up, in 2 processes for the mapping set and 1 for single expressions")
                + ", one thread, allocation by JMH's gc profiler. All languages compile once and give the same values, which a test checks.";
    }

    private List<Measured.Evaluation> run(Class<?> benchmark, int forks) {
        ChainedOptionsBuilder options = new OptionsBuilder().include(benchmark.getName().replace(".", "\\.") + "\\.").addProfiler(GCProfiler.class).threads(1)
                .forks(quick ? 1 : forks).warmupIterations(quick ? 2 : 3).measurementIterations(quick ? 2 : 5)
                .warmupTime(time()).measurementTime(time()).shouldFailOnError(true).verbosity(VerboseMode.SILENT)
                .jvmArgs("-Xmx256m", "-XX:+UseSerialGC");
        try {
            Collection<RunResult> results = new Runner(options.build()).run();
            return results.stream().map(ExpressionSection::evaluation).toList();
        } catch (RunnerException e) {
            throw new IllegalStateException("JMH: " + e.getMessage(), e);
        }
    }

    private TimeValue time() {
        return quick ? TimeValue.milliseconds(100) : TimeValue.seconds(1);
    }

    private static Measured.Evaluation evaluation(RunResult result) {
        String expression = result.getParams().getParam("expression");
        return new Measured.Evaluation(expression == null ? Measured.WHOLE_SET : expression.toLowerCase(Locale.ROOT),
                result.getParams().getParam("language"), result.getPrimaryResult().getScore(), result.getPrimaryResult().getScoreError(),
                result.getSecondaryResults().get("gc.alloc.rate.norm").getScore());
    }
}
