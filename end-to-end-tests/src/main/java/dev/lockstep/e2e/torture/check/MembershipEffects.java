package dev.lockstep.e2e.torture.check;

import dev.lockstep.targets.hostile.Entry;
import dev.lockstep.targets.hostile.MemberChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * I5 of memberships. One PATCH writes many, and each has an operation and a fact of its own; the call is named after the operation
 * when it is about one membership, else after the first operation and a hash of all. So what is compared one to one is each coming
 * and going of each member, and where a call names its operation that one's fact must be it.
 *
 * <p>Who goes because the group or the account is deleted has not been removed by Lockstep, and is on record with the group or the
 * account. When a removal was under way that moment nobody can tell which of the two it was: it may be on record, and {@link LastWords}
 * need not.
 */
final class MembershipEffects {
    private static final Pattern ONE = Pattern.compile("op-[0-9a-f]+");

    private final Application application;
    private final List<Violation> found = new ArrayList<>();
    private final Map<String, Fact> effects;
    private final List<Fact> facts;
    private final LastWords lastWords;

    private MembershipEffects(Application application, List<Fact> all) {
        this.application = application;
        this.lastWords = LastWords.of(application.journal());
        this.facts = all.stream().filter(fact -> fact.app().equals(application.name()) && fact.isOfMembership()).toList();
        this.effects = facts.stream().filter(Fact::isEffect).collect(Collectors.toMap(Fact::id, Function.identity(), (one, _) -> one));
    }

    static List<Violation> check(Application application, List<Fact> facts) {
        MembershipEffects one = new MembershipEffects(application, facts);
        one.counts();
        one.names();
        return one.found;
    }

    /**
     * How often a member came, or went.
     *
     * @param written by a PATCH
     * @param went with the group or the account
     * @param last of those that were written: last words
     * @param audited facts
     */
    private record Count(int written, int went, int last, int audited) {
        Count and(Count other) {
            return new Count(written + other.written, went + other.went, last + other.last, audited + other.audited);
        }
    }

    private void counts() {
        Map<String, Map<Boolean, Count>> counts = new TreeMap<>();
        for (Entry entry : application.journal()) {
            entry.memberships().forEach(change -> count(counts, change.membership(), change.came(),
                    entry.method().equals("DELETE") ? new Count(0, 1, 0, 0) : new Count(1, 0, lastWords.contain(entry, change) ? 1 : 0, 0)));
        }
        effects.values().forEach(fact -> count(counts, fact.objectId(), fact.came(), new Count(0, 0, 0, 1)));
        counts.forEach((membership, both) -> both.forEach((came, count) -> {
            String what = came ? "came " : "went ";
            if (count.audited() < count.written() - count.last()) {
                add(membership, what + count.written() + " times, audited are " + count.audited());
            } else if (count.audited() > count.written() + count.went()) {
                add(membership, what + count.written() + " times, audited are " + count.audited() + ": one was not done");
            }
        }));
    }

    private static void count(Map<String, Map<Boolean, Count>> counts, String membership, boolean came, Count one) {
        counts.computeIfAbsent(membership, _ -> new TreeMap<>()).merge(came, one, Count::and);
    }

    private void names() {
        Map<String, Integer> times = new HashMap<>();
        for (Entry entry : application.journal()) {
            if (!entry.committed() || !entry.ofMembers()) {
                continue;
            }
            String key = entry.idempotencyKey();
            if (key == null) {
                add(entry.externalId(), "members were written without an operation id");
                continue;
            }
            boolean tellable = entry.memberships().stream().anyMatch(change -> !lastWords.contain(entry, change));
            if (tellable && times.merge(key, 1, Integer::sum) > 1) {
                add(entry.externalId(), key + " was done more than once");
            }
            named(entry, key);
        }
    }

    private void named(Entry entry, String key) {
        if (ONE.matcher(key).matches()) {
            for (MemberChange change : entry.memberships()) {
                Fact fact = effects.get(key);
                if (fact == null && !lastWords.contain(entry, change)) {
                    add(change.membership(), key + " was done (" + entry.mishap() + ") and is not audited as an effect" + otherwise(key));
                } else if (fact != null && (!fact.objectId().equals(change.membership()) || fact.came() != change.came())) {
                    add(change.membership(), key + " was done, and the audit names " + fact.objectId() + " for it");
                }
            }
        } else {
            String first = key.substring(0, key.lastIndexOf('-'));
            facts.stream().filter(fact -> isOf(fact, first) && !fact.objectId().startsWith(entry.externalId() + "/")).findFirst()
                    .ifPresent(fact -> add(entry.externalId(), key + " names an operation of " + fact.objectId()));
        }
    }

    /** An effect is named by its operation, everything else by the operation and something behind it. */
    private static boolean isOf(Fact fact, String operation) {
        return fact.id().equals(operation) || fact.id().startsWith(operation + "/");
    }

    private String otherwise(String key) {
        List<String> said = facts.stream().filter(fact -> isOf(fact, key)).map(fact -> fact.action() + "/" + fact.status()).toList();
        return said.isEmpty() ? "" : "; the audit says " + said;
    }

    private void add(String object, String what) {
        found.add(new Violation("I5", application.name(), object, what));
    }
}
