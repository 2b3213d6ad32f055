package dev.lockstep.e2e.halts;

import dev.lockstep.e2e.torture.cluster.Moments;
import dev.lockstep.targets.Behaviour;
import dev.lockstep.targets.hostile.Profile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Creates whose answers are lost in each way, by real processes, at an application that takes any number of accounts with one name. */
public final class LostAnswers {
    private static final int RUNS = 5;
    private static final Duration TO_REST = Duration.ofMinutes(4);

    private final Path home;
    private final Path work;
    private final long seed;
    private final Consumer<String> log;

    public LostAnswers(Path home, Path work, long seed, Consumer<String> log) {
        this.home = home;
        this.work = work;
        this.seed = seed;
        this.log = log;
    }

    private static Map<String, Behaviour> rows() {
        Map<String, Behaviour> rows = new LinkedHashMap<>();
        rows.put("done, connection closed", Behaviour.commitThenClose());
        for (int status : List.of(200, 202, 204, 408, 500, 502, 503, 504)) {
            rows.put("done, " + status + " without a body", Behaviour.commitThenAnswer(status));
        }
        rows.put("not done, connection closed", Behaviour.close());
        rows.put("not done, 503", Behaviour.answer(503));
        rows.put("done 6 s later, after the deadline of 3 s", Behaviour.delay(Duration.ofSeconds(6)));
        return rows;
    }

    /** @return by row what is wrong with which person; empty lists when nothing is */
    public Map<String, List<String>> run() {
        Map<String, List<String>> found = new LinkedHashMap<>();
        Map<String, Behaviour> byPerson = new ConcurrentHashMap<>();
        Map<String, String> rowOf = new LinkedHashMap<>();
        Set<String> spoiled = ConcurrentHashMap.newKeySet();
        try (Stage stage = new Stage(home, work, "lost", Profile.NO_UNIQUENESS, seed, false)) {
            log.accept("everything is up");
            int number = 0;
            for (Map.Entry<String, Behaviour> row : rows().entrySet()) {
                for (int i = 0; i < RUNS; i++) {
                    String person = "l" + seed + "-" + number++ + "x";
                    byPerson.put(person, row.getValue());
                    rowOf.put(person, row.getKey());
                }
                found.put(row.getKey(), new ArrayList<>());
            }
            stage.proxy.onRequest(exchange -> exchange.method().equals("POST")
                    ? byPerson.keySet().stream().filter(person -> exchange.body().contains("\"" + person + "@acme.test\"") && spoiled.add(person))
                            .findFirst().map(byPerson::get).orElse(Behaviour.pass())
                    : Behaviour.pass());
            rowOf.keySet().forEach(stage::joins);
            Moments.await(TO_REST, Duration.ofSeconds(2), () -> rowOf.keySet().stream().allMatch(person -> stage.wrong(person, List.of("POST")).isEmpty()));
            rowOf.forEach((person, row) -> stage.wrong(person, List.of("POST")).forEach(wrong -> found.get(row).add(person + ": " + wrong)));
        }
        return found;
    }

    public static String report(Map<String, List<String>> found, long seed) {
        StringBuilder text = new StringBuilder("Lost answers with real processes, seed " + seed + ": " + RUNS + " creates a row, application without uniqueness\n\n"
                + "| What became of the answer | Second accounts, missing ones, effects not audited once |\n|---|---|\n");
        found.forEach((row, wrong) -> text.append("| ").append(row).append(" | ").append(wrong.isEmpty() ? "0" : wrong).append(" |\n"));
        return text.toString();
    }
}
