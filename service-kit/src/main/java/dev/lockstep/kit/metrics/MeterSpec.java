package dev.lockstep.kit.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.List;

/**
 * A meter as it is declared: the one place for its name, tags and meaning. What is registered under its name gets its meaning
 * from here, and docs/metrics.md is written from it.
 *
 * @param name {@code lockstep.<service>.<what>}
 * @param unit of the value: what is counted, or {@code seconds}
 * @param tags keys whose values are few: an app, a source, a topic, a code; never a person or an object
 * @param meaning one sentence for operators
 */
public record MeterSpec(String name, Type type, String unit, List<String> tags, String meaning) {

    /** What kind of value it is. */
    public enum Type {
        /** Only grows, from 0 at the start of the process. */
        COUNTER,
        /** The value now. */
        GAUGE,
        /** Count, sum and maximum of durations, with a histogram for quantiles. */
        TIMER
    }

    public static MeterSpec counter(String name, String unit, String meaning, String... tags) {
        return new MeterSpec(name, Type.COUNTER, unit, List.of(tags), meaning);
    }

    public static MeterSpec gauge(String name, String unit, String meaning, String... tags) {
        return new MeterSpec(name, Type.GAUGE, unit, List.of(tags), meaning);
    }

    public static MeterSpec timer(String name, String meaning, String... tags) {
        return new MeterSpec(name, Type.TIMER, "seconds", List.of(tags), meaning);
    }

    /**
     * The counter with these tags, made when it is new.
     *
     * @param values of the tags, in their order
     */
    public Counter counterIn(MeterRegistry meters, String... values) {
        return Counter.builder(name).description(meaning).tags(tagged(values)).register(meters);
    }

    /** As {@link #counterIn}, for a timer. */
    public Timer timerIn(MeterRegistry meters, String... values) {
        return Timer.builder(name).description(meaning).tags(tagged(values)).register(meters);
    }

    private Tags tagged(String... values) {
        if (values.length != tags.size()) {
            throw new IllegalArgumentException(name + " has the tags " + tags);
        }
        Tags all = Tags.empty();
        for (int i = 0; i < values.length; i++) {
            all = all.and(tags.get(i), values[i]);
        }
        return all;
    }
}
