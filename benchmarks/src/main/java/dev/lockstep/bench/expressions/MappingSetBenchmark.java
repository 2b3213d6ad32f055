package dev.lockstep.bench.expressions;

import dev.lockstep.bench.expressions.Language.Mapper;
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

/** The default set of 24 attributes on one user. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MappingSetBenchmark {
    @Param
    public Language language = Language.LOCKSTEP;

    private @Nullable Mapper mapper;
    private final Map<String, @Nullable Object> user = Rule.user();

    @Setup
    public void compile() {
        mapper = language.mapper(Rule.DEFAULT_SET);
    }

    @Benchmark
    public Object account() {
        return Objects.requireNonNull(mapper).of(user);
    }
}
