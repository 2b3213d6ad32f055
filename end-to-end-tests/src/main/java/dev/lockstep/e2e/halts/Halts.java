package dev.lockstep.e2e.halts;

import dev.lockstep.e2e.halts.Order.Kind;
import dev.lockstep.e2e.torture.cluster.Cluster.Part;
import dev.lockstep.e2e.torture.cluster.Moments;
import dev.lockstep.targets.Behaviour;
import dev.lockstep.targets.hostile.Profile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Halts real processes at named points, one after the other, and looks each time whether anything was lost, doubled or not audited. */
public final class Halts {
    static final String APP = "halts";
    private static final Duration TO_HALT = Duration.ofSeconds(40);
    private static final Duration TO_REST = Duration.ofSeconds(120);

    private final Path home;
    private final Path work;
    private final long seed;
    private final Consumer<String> log;

    /**
     * One halt and what came of it.
     *
     * @param seconds from the halt until target, audit and API agreed
     */
    public record Line(String point, String successor, boolean halted, double seconds, List<String> wrong) {
        public boolean isGood() {
            return halted && wrong.isEmpty();
        }
    }

    public Halts(Path home, Path work, long seed, Consumer<String> log) {
        this.home = home;
        this.work = work;
        this.seed = seed;
        this.log = log;
    }

    /** @param only parts of the orders to try, as they are printed; empty for all */
    public List<Line> run(List<String> only) {
        List<Order> orders = Order.all().stream().filter(o -> only.isEmpty() || only.stream().anyMatch(o.toString()::contains)).toList();
        List<Line> lines = new ArrayList<>();
        try (Stage stage = new Stage(home, work, APP, Profile.STRICT, seed, true)) {
            log.accept("everything is up, " + orders.size() + " halts to come");
            boolean alone = orders.stream().anyMatch(o -> !o.otherReplica());
            if (alone) {
                stage.cluster.end(Part.WRITER_2);
            }
            boolean second = !alone;
            for (Order order : orders) {
                if (order.otherReplica() && !second) {
                    stage.cluster.startAgain(Part.WRITER_2);
                    second = true;
                }
                Line line = attempt(stage, order, "h" + seed + "-" + lines.size());
                lines.add(line);
                log.accept(row(line));
            }
        }
        return lines;
    }

    private Line attempt(Stage stage, Order order, String person) {
        List<String> before = order.kind() == Kind.CREATE ? List.of() : List.of("POST");
        if (!before.isEmpty()) {
            stage.joins(person);
            Moments.await(TO_REST, Duration.ofMillis(300), () -> stage.wrong(person, before).isEmpty());
        }
        List<Part> parts = order.otherReplica() ? List.of(Part.WRITER_1, Part.WRITER_2) : List.of(order.part());
        AtomicBoolean killed = new AtomicBoolean();
        if (order.lines().isEmpty()) {
            // The request has been read whole: it is carried out, and nobody is left to hear the answer.
            stage.proxy.onRequest(exchange -> {
                if (stage.concerns(exchange, person) && killed.compareAndSet(false, true)) {
                    stage.cluster.kill(order.part());
                }
                return Behaviour.pass();
            });
        } else {
            String event = stage.nextEvent();
            List<String> lines = order.lines().stream().map(line -> line.replace("<id>", person).replace("<event>", event)).toList();
            parts.forEach(part -> stage.cluster.order(part, lines));
        }
        CompletableFuture<Void> told = CompletableFuture.runAsync(() -> act(stage, order.kind(), person));
        boolean halted = Moments.await(TO_HALT, Duration.ofMillis(50), () -> parts.stream().anyMatch(part -> !stage.cluster.isAlive(part)));
        long since = System.nanoTime();
        parts.forEach(stage.cluster::countermand);
        List<Part> dead = parts.stream().filter(part -> !stage.cluster.isAlive(part)).toList();
        if (!order.otherReplica()) {
            dead.forEach(stage.cluster::startAgain);
        }
        told.join();
        List<String> expected = new ArrayList<>(before);
        expected.add(order.kind().method());
        Moments.await(TO_REST, Duration.ofMillis(300), () -> stage.wrongWithoutLinks(person, expected).isEmpty());
        double seconds = (System.nanoTime() - since) / 1e9;
        if (order.otherReplica()) {
            dead.forEach(stage.cluster::startAgain);
        }
        boolean good = Moments.await(TO_REST, Duration.ofMillis(300), () -> stage.wrong(person, expected).isEmpty());
        List<String> wrong = good ? List.of() : stage.wrong(person, expected);
        stage.proxy.onRequest(exchange -> Behaviour.pass());
        return new Line(order.name(), order.part() == Part.WRITER_1 ? order.otherReplica() ? "other replica" : "same replica" : "started again", halted, seconds, wrong);
    }

    private static void act(Stage stage, Kind kind, String person) {
        switch (kind) {
            case CREATE -> stage.joins(person);
            case UPDATE -> stage.tell(person, "merge", Map.of("department", "Second"));
            case DISABLE -> stage.tell(person, "softDelete", Map.of());
            case DELETE -> stage.tell(person, "purge", Map.of());
        }
    }

    /** A row of the report's table. */
    static String row(Line line) {
        return "| " + line.point() + " | " + line.successor() + " | " + (line.halted() ? "%.1f s".formatted(line.seconds()) : "not halted") + " | "
                + (line.wrong().isEmpty() ? "nothing lost, doubled or unaudited" : line.wrong()) + " |";
    }

    public static String report(List<Line> lines, long seed) {
        StringBuilder text = new StringBuilder("Halts of real processes, seed " + seed + ": " + lines.size() + " points, "
                + lines.stream().filter(Line::halted).count() + " halted, " + lines.stream().filter(line -> !line.isGood()).count() + " wrong\n\n");
        text.append("| Point | Goes on | All agree after | Found |\n|---|---|---|---|\n");
        lines.forEach(line -> text.append(row(line)).append('\n'));
        return text.toString();
    }
}
