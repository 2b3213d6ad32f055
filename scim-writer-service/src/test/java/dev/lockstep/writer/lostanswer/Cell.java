package dev.lockstep.writer.lostanswer;

import dev.lockstep.contracts.AccountOutcome;
import dev.lockstep.contracts.AccountOutcome.Action;
import dev.lockstep.contracts.AccountOutcome.Result;
import dev.lockstep.writer.Desires;
import dev.lockstep.writer.account.Row;
import dev.lockstep.writer.account.RowWrite;
import dev.lockstep.writer.delivery.Shelves;
import dev.lockstep.writer.killpoint.Application;
import dev.lockstep.writer.killpoint.Life;
import dev.lockstep.writer.killpoint.Manner;
import dev.lockstep.writer.killpoint.Manner.Fate;
import dev.lockstep.writer.killpoint.Point.Moment;
import dev.lockstep.writer.killpoint.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * Many creates at once that meet the same fate: what becomes of the answer, where the writer dies, who goes on.
 *
 * @param seed of names and of the order in which the accounts are desired
 */
record Cell(Manner manner, Fate fate, Death death, Successor successor, int runs, long seed) {
    enum Death {
        NONE("lives"), BEFORE_SEND("dies before send"), BEFORE_ANSWER("dies after send, before answer"), BEFORE_SAVE("dies after answer, before save"),
        BEFORE_COMMIT("dies after save, before commit");

        private final String words;

        Death(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    enum Successor {
        NOBODY, SAME_REPLICA, OTHER_REPLICA,
        /** Another replica takes over, and then the first one wakes up and goes on where it was. */
        ZOMBIE
    }

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final Duration CALL_LIMIT = Duration.ofMillis(300);
    /** A frozen process is longer away than any call lasts; its calls must not end before it is. */
    private static final Duration ZOMBIES_CALL_LIMIT = Duration.ofSeconds(20);
    private static final int WINDOW_SECONDS = 60;

    /**
     * @param duplicates accounts beyond one for each person
     * @param missing people without an account
     * @param reported of those without a settled account: how many are refused or given up, with a reason
     * @param wrong anything else that must not be
     */
    record Outcome(int duplicates, int missing, int reported, List<String> wrong) {
    }

    String name() {
        return manner.name() + " / " + fate.name().toLowerCase(java.util.Locale.ROOT) + " / " + death.words() + " / "
                + successor.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }

    Outcome run() {
        Duration limit = successor == Successor.ZOMBIE ? ZOMBIES_CALL_LIMIT : CALL_LIMIT;
        try (World world = new World(manner, person -> fate, limit, runs + 8, WINDOW_SECONDS)) {
            List<Desires> people = new ArrayList<>(IntStream.range(0, runs).mapToObj(i -> Desires.anybody(World.APP, "p" + seed + "-" + i)).toList());
            java.util.Collections.shuffle(people, new java.util.Random(seed));
            Life first = world.life("first");
            Life other = successor == Successor.OTHER_REPLICA || successor == Successor.ZOMBIE ? world.life("other") : null;
            BooleanSupplier gathered = prepare(first);
            world.own(first);
            world.deliver(first, people);
            if (death != Death.NONE) {
                if (!world.until(LIMIT, () -> gathered.getAsBoolean() || first.isDead())) {
                    return new Outcome(0, 0, 0, List.of("the writer did not get to where it should die"));
                }
                succeed(world, first, other);
            }
            boolean rest = world.until(LIMIT, () -> world.isAtRest() || allEnded(world, people));
            if (successor == Successor.ZOMBIE) {
                first.wake();
                world.until(LIMIT, () -> first.underWay() == 0 && first.core().condition(World.APP).orElseThrow().underWay() == 0);
                rest &= world.until(LIMIT, () -> world.isAtRest() || allEnded(world, people));
            }
            return judge(world, people, rest);
        }
    }

    /** @return when all runs are at the place where the writer dies */
    private BooleanSupplier prepare(Life first) {
        AtomicInteger arrived = new AtomicInteger();
        AtomicInteger saved = new AtomicInteger();
        switch (death) {
            case NONE -> {
            }
            case BEFORE_SEND -> {
                // A process that freezes between its last look at the clock and the socket is beyond every fence: see docs/kill-points.md.
                boolean zombie = successor == Successor.ZOMBIE;
                first.gather((step, moment) -> {
                    boolean here = zombie ? step.equals("target-look-up") && moment == Moment.BEFORE : step.equals("target-create") && moment == Moment.BEFORE;
                    return here ? hold(arrived) : null;
                });
            }
            case BEFORE_ANSWER -> first.gather((step, moment) -> step.equals("target-create") && moment == Moment.AFTER ? hold(arrived) : null);
            case BEFORE_SAVE -> first.gather((step, moment) -> {
                if (step.equals("target-create") && moment == Moment.AFTER) {
                    arrived.incrementAndGet();
                }
                return step.contains("outcome-stored") && moment == Moment.BEFORE ? () -> false : null;
            });
            case BEFORE_COMMIT -> first.deafen();
        }
        first.counting(write -> {
            if (write instanceof RowWrite.Settle) {
                saved.incrementAndGet();
            }
        });
        return new Gathering(death == Death.BEFORE_COMMIT ? saved : arrived, runs);
    }

    /** All are there, or nobody has come for a while: what waits for the one who is held cannot come. */
    private static final class Gathering implements BooleanSupplier {
        private static final long QUIET_NANOS = 1_500_000_000L;
        private final AtomicInteger arrived;
        private final int all;
        private int seen;
        private long since = System.nanoTime();

        Gathering(AtomicInteger arrived, int all) {
            this.arrived = arrived;
            this.all = all;
        }

        @Override
        public boolean getAsBoolean() {
            int now = arrived.get();
            if (now != seen) {
                seen = now;
                since = System.nanoTime();
            }
            return now >= all || now > 0 && System.nanoTime() - since > QUIET_NANOS;
        }
    }

    private static BooleanSupplier hold(AtomicInteger arrived) {
        arrived.incrementAndGet();
        return () -> false;
    }

    private void succeed(World world, Life first, @org.jspecify.annotations.Nullable Life other) {
        if (successor == Successor.ZOMBIE) {
            first.freeze();
        } else {
            first.die();
            Shelves.abandon(first.core());
        }
        Life next = other == null ? world.life("again") : other;
        // What it read and did not commit, the next one reads again.
        world.own(next);
        world.redeliver(next);
    }

    private static boolean allEnded(World world, List<Desires> people) {
        return people.stream().allMatch(person -> isReported(world.row(person.objectId())));
    }

    private static boolean isReported(Row row) {
        return row.standing().state() == Row.State.FAILED;
    }

    private Outcome judge(World world, List<Desires> people, boolean rest) {
        List<String> wrong = new ArrayList<>();
        if (!rest) {
            wrong.add("no rest: " + world.unsettled());
        }
        Map<String, Integer> accounts = new HashMap<>();
        Map<String, String> ids = new HashMap<>();
        world.application.accounts().forEach(account -> {
            accounts.merge(account.path("externalId").asString(""), 1, Integer::sum);
            ids.put(account.path("externalId").asString(""), account.path("id").asString(""));
        });
        int duplicates = 0;
        int missing = 0;
        int reported = 0;
        for (Desires person : people) {
            Row row = world.row(person.objectId());
            int has = accounts.getOrDefault(person.objectId(), 0);
            duplicates += Math.max(0, has - 1);
            missing += has == 0 ? 1 : 0;
            if (isReported(row)) {
                reported++;
            } else if (has == 1 && !ids.get(person.objectId()).equals(row.standing().targetId())) {
                wrong.add("an account is not linked");
            }
        }
        effects(world, wrong);
        return new Outcome(duplicates, missing, reported, wrong.stream().distinct().toList());
    }

    /** One effect on record for each account that was made. */
    private void effects(World world, List<String> wrong) {
        Set<String> told = new HashSet<>();
        world.facts().stream().filter(fact -> fact.result() == Result.APPLIED).forEach(fact -> {
            if (fact.action() != Action.CREATE) {
                wrong.add("an effect on record that is no create");
            }
            told.add(fact.factId());
        });
        Set<String> done = new HashSet<>();
        world.application.journal().stream().map(Application.Effect::opId).forEach(done::add);
        long failed = world.facts().stream().filter(fact -> fact.result() == Result.GAVE_UP || fact.result() == Result.REFUSED).map(AccountOutcome::factId).distinct().count();
        if (!done.equals(told) && failed == 0) {
            wrong.add(done.size() + " creates done, " + told.size() + " on record");
        }
    }
}
