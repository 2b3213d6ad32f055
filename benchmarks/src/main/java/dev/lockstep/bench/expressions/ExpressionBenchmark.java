package dev.lockstep.bench.expressions;

import dev.lockstep.bench.expressions.Language.Evaluator;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One expression on one user. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ExpressionBenchmark {
    /** The expressions by name. */
    public enum Single {
        JOIN(Rule.JOIN), SWITCH(Rule.SWITCH), REPLACE(Rule.REPLACE), NESTED(Rule.NESTED), CHOICE(Rule.CHOICE);

        private final Rule rule;

        Single(Rule rule) {
            this.rule = rule;
        }

        Rule rule() {
            return rule;
        }
    }

    @Param
    public Single expression = Single.JOIN;
    @Param
    public Language language = Language.LOCKSTEP;

    private @Nullable Evaluator evaluator;
    private final Map<String, @Nullable Object> user = Rule.user();

    @Setup
    public void compile() {
        evaluator = language.expression(expression.rule());
    }

    @Benchmark
    public @Nullable Object value() {
        return Objects.requireNonNull(evaluator).of(user);
    }
}
