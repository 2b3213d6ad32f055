package dev.lockstep.e2e.torture.check;

import dev.lockstep.targets.hostile.Entry;
import dev.lockstep.targets.hostile.MemberChange;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Changes of memberships after which the group, or the member's account, was deleted before anything else was written of that membership. When
 * the answer to such a call was lost nobody can find out any more whether it was carried out: it need not be on record.
 */
final class LastWords {
    /** @param commit of the call that made it */
    private record Made(long commit, MemberChange change) {}

    private final Set<Made> last = new HashSet<>();

    private LastWords() {
    }

    static LastWords of(List<Entry> journal) {
        LastWords words = new LastWords();
        Map<String, Made> newest = new HashMap<>();
        journal.stream().filter(Entry::committed).sorted(Comparator.comparingLong(Entry::commit)).forEach(entry -> {
            if (entry.method().equals("DELETE")) {
                newest.values().removeIf(made -> {
                    boolean ends = (entry.isOfGroup() ? made.change().group() : made.change().member()).equals(entry.externalId());
                    return ends && words.last.add(made);
                });
            } else {
                entry.memberships().forEach(change -> newest.put(change.membership(), new Made(entry.commit(), change)));
            }
        });
        return words;
    }

    boolean contain(Entry entry, MemberChange change) {
        return last.contains(new Made(entry.commit(), change));
    }
}
