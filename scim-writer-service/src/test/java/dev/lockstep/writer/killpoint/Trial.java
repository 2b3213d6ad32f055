package dev.lockstep.writer.killpoint;

import dev.lockstep.contracts.AccountOutcome;
import dev.lockstep.contracts.AccountOutcome.Action;
import dev.lockstep.contracts.AccountOutcome.Result;
import dev.lockstep.writer.account.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One scenario with the deaths of one or more lives, and what is left of it.
 *
 * @param deaths where the first life ends, where the one after it, and so on; the last life lives
 */
record Trial(Scenario scenario, List<Point> deaths, Successor successor) {
    enum Successor {
        /** The process is started again. */
        SAME_REPLICA,
        /** Another process, up since before, gets the slots. */
        OTHER_REPLICA
    }

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration AFTERWARDS = Duration.ofMillis(2_500);

    /**
     * @param reached whether every death came to pass
     * @param steps of each life
     * @param unburied whether the row of a deleted account still holds its attributes
     * @param unanswered whether a person who asked got no answer
     */
    record Verdict(boolean reached, List<List<String>> steps, List<String> wrong, boolean unburied, boolean unanswered) {
    }

    String name() {
        StringBuilder name = new StringBuilder("writer/" + scenario.id());
        for (int i = 0; i < deaths.size(); i++) {
            name.append(i == 0 ? "/" : ", then in recovery ").append(deaths.get(i).name());
        }
        return name + " (" + successor.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ') + ")";
    }

    Verdict run() {
        try (World world = new World(Manner.STRICT, person -> scenario.fate(), Duration.ofSeconds(10), 16, 60)) {
            List<Life> lives = new ArrayList<>();
            lives.add(world.life("first"));
            if (successor == Successor.OTHER_REPLICA) {
                deaths.forEach(death -> lives.add(world.life("another")));
            }
            Life life = lives.getFirst();
            arm(life, 0, scenario.before().isEmpty());
            world.own(life);
            if (!scenario.before().isEmpty()) {
                Life prepared = life;
                prepared.arm(null);
                world.deliverAll(life, scenario.before());
                if (!world.until(LIMIT, () -> world.isAtRest() && prepared.steps().contains("waiting-woken"))) {
                    return new Verdict(false, List.of(), List.of("no rest before"), false, false);
                }
                arm(life, 0, true);
            }
            if (scenario == Scenario.GROUP_REMADE) {
                world.application.loseGroups();
            }
            world.deliverAll(life, List.of(scenario.desire()));
            int died = 0;
            while (died < deaths.size()) {
                Life now = life;
                world.until(LIMIT, () -> now.isDead() || world.isAtRest());
                // Some steps come after everything is at rest, some only with the upkeep of every second.
                if (!world.until(AFTERWARDS, now::isDead)) {
                    break;
                }
                dev.lockstep.writer.delivery.Shelves.abandon(life.core());
                died++;
                if (lives.size() == died) {
                    lives.add(world.life("again"));
                }
                life = lives.get(died);
                arm(life, died, true);
                world.own(life);
                world.redeliver(life);
            }
            boolean rest = world.until(LIMIT, world::isAtRest);
            Life last = life;
            if (deaths.isEmpty()) {
                world.until(AFTERWARDS, () -> last.steps().contains("checkpoint"));
            }
            List<String> wrong = rest ? wrong(world) : List.of("no rest: " + world.rows());
            // Both follow when the outcome is on the topic.
            boolean buried = world.until(LIMIT, () -> world.rows().stream().noneMatch(row -> row.standing().state() == Row.State.DELETED && row.wish() != null));
            boolean answered = scenario != Scenario.CREATE_ON_DEMAND || world.until(LIMIT, () -> world.shelves.isAnswered(World.APP, "request-1"));
            return new Verdict(died == deaths.size(), lives.stream().map(Life::steps).toList(), wrong, !buried, !answered);
        }
    }

    private void arm(Life life, int number, boolean now) {
        if (now) {
            life.arm(number < deaths.size() ? deaths.get(number) : null);
        }
    }

    private List<String> wrong(World world) {
        List<String> wrong = new ArrayList<>();
        account(world, wrong);
        effects(world, wrong);
        groups(world, wrong);
        Row row = world.row(scenario.desired().objectId());
        long version = scenario.desired().version();
        if (row.version() != version || row.standing().settledVersion() != version) {
            wrong.add("the row is not settled: " + row);
        }
        boolean told = world.facts().stream().anyMatch(fact -> fact.version() == version && fact.objectId().equals(row.objectId()) && fact.result() != Result.RETRYING);
        if (!told) {
            wrong.add("the desire has no outcome on the topic");
        }
        if (scenario.removes() && world.shelves.removals().size() != 1) {
            wrong.add("the removal counted " + world.shelves.removals().size() + " times");
        }
        return wrong;
    }

    private void account(World world, List<String> wrong) {
        List<ObjectNode> accounts = world.application.accounts().stream().filter(a -> a.path("externalId").asString("").equals("p1")).toList();
        String display = scenario.displayName();
        if (accounts.size() != (display == null ? 0 : 1)) {
            wrong.add(accounts.size() + " accounts");
        } else if (display != null) {
            ObjectNode account = accounts.getFirst();
            if (!account.path("displayName").asString("").equals(display)) {
                wrong.add("the account is not as desired");
            }
            if (account.path("active").asBoolean(true) == (scenario == Scenario.DISABLE)) {
                wrong.add("the account's state is wrong");
            }
            if (!account.path("id").asString("").equals(world.row("p1").standing().targetId())) {
                wrong.add("the account is not linked");
            }
        }
    }

    private void groups(World world, List<String> wrong) {
        List<ObjectNode> groups = world.application.groups();
        String name = scenario.groupName();
        if (groups.size() != (name == null ? 0 : 1)) {
            wrong.add(groups.size() + " groups");
        } else if (name != null) {
            ObjectNode group = groups.getFirst();
            if (!group.path("displayName").asString("").equals(name)) {
                wrong.add("the group is not as desired");
            }
            if (!group.path("id").asString("").equals(world.row("g1").standing().targetId())) {
                wrong.add("the group is not linked");
            }
            List<String> members = new ArrayList<>();
            group.path("members").forEach(member -> members.add(member.path("value").asString("")));
            List<String> expected = scenario.hasMember() ? List.of(String.valueOf(world.row("p1").standing().targetId())) : List.of();
            if (!members.equals(expected)) {
                wrong.add("the members are " + members);
            }
        }
    }

    /** Each change at the target is one fact, and each fact of an effect one change. */
    private static void effects(World world, List<String> wrong) {
        Map<String, String> done = new HashMap<>();
        for (Application.Effect effect : world.application.journal()) {
            if (done.put(effect.opId(), effect.method()) != null) {
                wrong.add(effect.method() + " was done twice");
            }
        }
        Map<String, Action> told = new HashMap<>();
        for (AccountOutcome fact : world.facts()) {
            if (fact.result() == Result.APPLIED) {
                Action before = told.put(fact.factId(), fact.action());
                if (before != null && before != fact.action()) {
                    wrong.add("one fact id tells of " + before + " and of " + fact.action());
                }
            }
        }
        Set<String> all = new HashSet<>(done.keySet());
        all.addAll(told.keySet());
        for (String opId : all) {
            String method = done.get(opId);
            Action action = told.get(opId);
            if (method == null || action == null || !method.equals(method(action))) {
                wrong.add((method == null ? "nothing" : method) + " was done, " + (action == null ? "nothing" : action) + " is on the topic");
            }
        }
    }

    private static @Nullable String method(Action action) {
        return switch (action) {
            case CREATE -> "POST";
            case UPDATE, DISABLE, ENABLE -> "PATCH";
            case DELETE -> "DELETE";
            case NONE -> null;
        };
    }
}
