package dev.lockstep.bench;

import dev.lockstep.bench.target.Call;
import dev.lockstep.bench.target.Conduct;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A target is down while people change several times; what comes when it is back, and how soon. */
final class OutageSection {

    private static final int DELAY_MS = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(7);

    private final Lockstep lockstep;
    private final TargetFarm farm;
    private final Directory directory;
    private final Sizes sizes;
    private final Consumer<String> tell;

    OutageSection(Lockstep lockstep, TargetFarm farm, Directory directory, Sizes sizes, Consumer<String> tell) {
        this.lockstep = lockstep;
        this.farm = farm;
        this.directory = directory;
        this.sizes = sizes;
        this.tell = tell;
    }

    Resilience.Outage measure() {
        int people = sizes.live();
        directory.atLeast(people);
        try (TargetFarm.Plot target = farm.open("outage", Conduct.PROMPT)) {
            String app = lockstep.addApp("Outage", target.tenantUrl(), Map.of("scope", "all", "limits", Map.of("concurrency", 10, "perSecond", 0)));
            lockstep.initialSync(app);
            Resilience.Outage measured = measure(app, target, people);
            lockstep.removeApp(app);
            return measured;
        }
    }

    private Resilience.Outage measure(String app, TargetFarm.Plot target, int people) {
        Conduct conduct = Conduct.serving(DELAY_MS);
        target.behave(conduct.in(Conduct.Mode.UNAVAILABLE));
        int before = target.calls().size();
        long down = System.nanoTime();
        changes(people, down, target, conduct);
        Patience.pause(Duration.ofNanos(Math.max(0, down + sizes.outage().toNanos() - System.nanoTime())));
        String status = lockstep.job(app).path("status").asString("");
        int during = target.calls().size();
        target.behave(conduct);
        long back = SteadyLoad.micros();
        double outageSeconds = (System.nanoTime() - down) / 1e9;
        tell.accept("outage: the target is back, the job says " + status);
        String newest = People.title("outage" + (Sizes.CHANGES - 1));
        Map<Integer, Long> caughtUp = new HashMap<>();
        try {
            Patience.await("everybody's newest value", PATIENCE, Duration.ofMillis(500), () -> {
                target.calls().stream().filter(call -> call.isWrite() && call.ended() >= back && call.title().equals(newest))
                        .forEach(call -> caughtUp.putIfAbsent(call.person(), call.ended()));
                return caughtUp.size() >= people;
            });
        } catch (IllegalStateException _) {
            // Who is missing is a figure.
        }
        // A write too many would come late.
        lockstep.process().atRest();
        List<Call> calls = target.calls();
        double first = calls.stream().filter(call -> call.arrived() >= back).mapToLong(Call::arrived).min().orElse(back) - back;
        double last = caughtUp.values().stream().mapToLong(at -> at).max().orElse(back) - back;
        TreeMap<Integer, Long> writes = writes(calls.subList(during, calls.size()), people);
        tell.accept("outage: caught up after %.1f s, writes a person %s".formatted(last / 1e6, writes));
        return new Resilience.Outage(people, Sizes.CHANGES, outageSeconds, during - before, status, first / 1e6, last / 1e6, writes, people - caughtUp.size(),
                List.of());
    }

    /** Spreads everybody's changes over the outage; with the last of them the 503s become refused connections. */
    private void changes(int people, long down, TargetFarm.Plot target, Conduct conduct) {
        long gap = sizes.outage().toNanos() / Sizes.CHANGES;
        for (int round = 0; round < Sizes.CHANGES; round++) {
            Patience.pause(Duration.ofNanos(Math.max(0, down + round * gap - System.nanoTime())));
            if (round == Sizes.CHANGES - 1) {
                target.behave(conduct.in(Conduct.Mode.CLOSED));
            }
            directory.change("outage" + round, 0, people);
        }
    }

    /** How many people were written to how often. */
    static TreeMap<Integer, Long> writes(List<Call> calls, int people) {
        Map<Integer, Integer> perPerson = new HashMap<>();
        calls.stream().filter(Call::isWrite).forEach(call -> perPerson.merge(call.person(), 1, Integer::sum));
        TreeMap<Integer, Long> writes = new TreeMap<>();
        for (int person = 0; person < people; person++) {
            writes.merge(perPerson.getOrDefault(person, 0), 1L, Long::sum);
        }
        return writes;
    }
}
