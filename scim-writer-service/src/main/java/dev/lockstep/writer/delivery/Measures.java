package dev.lockstep.writer.delivery;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import dev.lockstep.writer.scim.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Numbers for operators; by app, never by person. */
final class Measures implements AutoCloseable {
    private final MeterRegistry meters;
    private final Counter accepted;
    private final List<Gauge> gauges;
    private final Map<String, Counter> endings = new ConcurrentHashMap<>();
    private final Map<String, Timer> calls = new ConcurrentHashMap<>();

    Measures(MeterRegistry meters, Lanes lanes) {
        this.meters = meters;
        this.accepted = meters.counter("lockstep.writer.desires");
        this.gauges = List.of(
                Gauge.builder("lockstep.writer.queued", lanes, l -> l.all().stream().mapToInt(AppLane::queued).sum()).register(meters),
                Gauge.builder("lockstep.writer.in.flight", lanes, l -> l.all().stream().mapToInt(AppLane::running).sum()).register(meters));
    }

    void accepted(int desires) {
        accepted.increment(desires);
    }

    void ended(String app, Ending ending) {
        String name = switch (ending) {
            case Ending.Settled settled -> settled.result().name().toLowerCase(java.util.Locale.ROOT);
            case Ending.Established established -> "applied";
            case Ending.Recalled recalled -> "recalled";
            case Ending.Again again -> "retrying";
            case Ending.Held held -> "held";
            case Ending.HeldAlong along -> "held";
            case Ending.Parked parked -> "parked";
        };
        endings.computeIfAbsent(app + "/" + name, k -> meters.counter("lockstep.writer.endings", "app", app, "ending", name)).increment();
        Reply call = switch (ending) {
            case Ending.Settled settled -> settled.call();
            case Ending.Established established -> null;
            case Ending.Recalled recalled -> null;
            case Ending.Again again -> again.call();
            case Ending.Held held -> null;
            case Ending.HeldAlong along -> null;
            case Ending.Parked parked -> null;
        };
        call(app, call);
    }

    private void call(String app, @Nullable Reply call) {
        if (call != null) {
            calls.computeIfAbsent(app + "/" + call.method(), k -> Timer.builder("lockstep.writer.calls").tag("app", app).tag("method", call.method())
                    .publishPercentileHistogram().register(meters)).record(Duration.ofMillis(call.durationMs()));
        }
    }

    @Override
    public void close() {
        gauges.forEach(meters::remove);
    }
}
