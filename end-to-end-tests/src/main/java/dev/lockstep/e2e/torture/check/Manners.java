package dev.lockstep.e2e.torture.check;

import dev.lockstep.e2e.torture.story.Story;
import dev.lockstep.targets.hostile.Entry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/** I7 and I8: an application sees only its own token and mapped attributes, no more calls than it allows, and none while it asked for quiet. */
public final class Manners {
    /** Calls that had left before the answer with Retry-After was read, here or by the other replica, on a machine that is busy. */
    private static final long UNDER_WAY_MS = 2_000;
    private static final long CLOCK_MS = 25;

    private Manners() {
    }

    static List<Violation> check(Application application, List<Blow> blows) {
        List<Violation> found = new ArrayList<>();
        List<Entry> journal = application.journal().stream().sorted(Comparator.comparingLong(Entry::arrivedAt)).toList();
        long foreign = journal.stream().filter(Entry::foreignToken).count();
        if (foreign > 0) {
            found.add(new Violation("I7", application.name(), "token", foreign + " requests carried another application's token"));
        }
        journal.stream().filter(entry -> entry.body().contains(Story.UNMAPPED_CANARY)).findFirst().ifPresent(entry ->
                found.add(new Violation("I7", application.name(), entry.externalId(), "an attribute that is not mapped was sent")));
        quiet(application, journal, blows, found);
        rate(application, journal, found);
        return found;
    }

    private static void quiet(Application application, List<Entry> journal, List<Blow> blows, List<Violation> found) {
        long asked = 0;
        long from = 0;
        long until = 0;
        List<String> disturbed = new ArrayList<>();
        for (Entry entry : journal) {
            if (entry.arrivedAt() > from && entry.arrivedAt() < until - CLOCK_MS) {
                disturbed.add(entry.arrivedAt() + " (asked at " + asked + " to wait until " + until + ")");
            }
            if (entry.quietUntil() > until && !isUnheard(entry, blows)) {
                // A further request for quiet does not shorten the time in which calls may still be under way.
                from = entry.arrivedAt() > until ? entry.arrivedAt() + UNDER_WAY_MS : from;
                asked = entry.arrivedAt();
                until = entry.quietUntil();
            }
        }
        if (!disturbed.isEmpty()) {
            found.add(new Violation("I8", application.name(), "Retry-After", disturbed.size() + " calls came before the time that was asked for was over, the first at "
                    + disturbed.getFirst() + ", the last at " + disturbed.getLast() + "; writers were killed or stopped at " + blows.stream().map(Blow::from).toList()));
        }
    }

    /** How often an application asked for quiet at a moment at which nobody may have heard it. */
    public static long unheard(Application application, List<Blow> blows) {
        return application.journal().stream().filter(entry -> entry.quietUntil() > 0 && isUnheard(entry, blows)).count();
    }

    private static boolean isUnheard(Entry entry, List<Blow> blows) {
        return blows.stream().anyMatch(blow -> blow.swallows(entry.arrivedAt()));
    }

    private static void rate(Application application, List<Entry> journal, List<Violation> found) {
        if (application.perSecond() == 0) {
            return;
        }
        // A bucket that was full gives one second's calls at once, and one second's more within the second.
        int most = 2 * application.perSecond() + 2;
        Deque<Long> window = new ArrayDeque<>();
        int worst = 0;
        for (Entry entry : journal) {
            window.add(entry.arrivedAt());
            while (window.getFirst() <= entry.arrivedAt() - 1_000) {
                window.removeFirst();
            }
            worst = Math.max(worst, window.size());
        }
        if (worst > most) {
            found.add(new Violation("I8", application.name(), "rate", worst + " calls within a second, with a limit of " + application.perSecond()
                    + " a second at most " + most));
        }
    }
}
