package dev.lockstep.writer.delivery;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One queue per urgency, picked by smooth weighted round robin. There is one call for a group at a time: what comes for it
 * meanwhile lies aside until that is over. Not thread-safe.
 */
final class WeightedQueue {
    private final Map<Urgency, Set<Work>> queues = new EnumMap<>(Urgency.class);
    private final Map<Urgency, Integer> credit = new EnumMap<>(Urgency.class);
    /** What is queued for each group: itself and its memberships. */
    private final Map<String, Set<Work>> ofGroup = new HashMap<>();
    /** By group for which a call is under way. */
    private final Map<String, List<Work>> aside = new HashMap<>();
    private int ready;
    private int lying;

    WeightedQueue() {
        for (Urgency urgency : Urgency.values()) {
            queues.put(urgency, new LinkedHashSet<>());
            credit.put(urgency, 0);
        }
    }

    void add(Work work) {
        String group = work.group();
        List<Work> later = group == null ? null : aside.get(group);
        if (later != null) {
            later.add(work);
            lying++;
            return;
        }
        queue(Urgency.of(work.desired())).add(work);
        ready++;
        if (group != null) {
            ofGroup.computeIfAbsent(group, g -> new LinkedHashSet<>()).add(work);
        }
    }

    private Set<Work> queue(Urgency urgency) {
        return queues.computeIfAbsent(urgency, u -> new LinkedHashSet<>());
    }

    /** What waits in all. */
    int size() {
        return ready + lying;
    }

    /** What could be started now. */
    int ready() {
        return ready;
    }

    int size(Urgency urgency) {
        return queue(urgency).size();
    }

    @Nullable Work poll() {
        Urgency best = null;
        int waiting = 0;
        for (Urgency urgency : Urgency.values()) {
            if (queue(urgency).isEmpty()) {
                credit.put(urgency, 0);
                continue;
            }
            waiting += urgency.weight();
            credit.merge(urgency, urgency.weight(), Integer::sum);
            if (best == null || credit.getOrDefault(urgency, 0) > credit.getOrDefault(best, 0)) {
                best = urgency;
            }
        }
        if (best == null) {
            return null;
        }
        credit.merge(best, -waiting, Integer::sum);
        Work first = queue(best).iterator().next();
        remove(first);
        return first;
    }

    private void remove(Work work) {
        queue(Urgency.of(work.desired())).remove(work);
        ready--;
        String group = work.group();
        Set<Work> others = group == null ? null : ofGroup.get(group);
        if (others != null && others.remove(work) && others.isEmpty()) {
            ofGroup.remove(group);
        }
    }

    /**
     * Work that was polled and has been started. What else is queued for its group lies aside until {@link #ended}, but for
     * memberships that can be written with the same call: they are started too.
     *
     * @param most memberships in one call
     * @return all that has been started, this one first
     */
    List<Work> began(Work work, int most) {
        String group = work.group();
        if (group == null) {
            return List.of(work);
        }
        List<Work> started = new ArrayList<>(List.of(work));
        List<Work> later = new ArrayList<>();
        for (Work other : List.copyOf(ofGroup.getOrDefault(group, Set.of()))) {
            remove(other);
            if (!work.isMembership() || !other.isMembership() || started.size() >= most) {
                later.add(other);
                lying++;
            } else if (other.start()) {
                started.add(other);
            }
        }
        aside.put(group, later);
        return started;
    }

    /** The call for the group of this work is over. */
    void ended(Work work) {
        List<Work> later = work.group() == null ? null : aside.remove(work.group());
        if (later != null) {
            lying -= later.size();
            later.forEach(this::add);
        }
    }

    List<Work> drain() {
        List<Work> all = new ArrayList<>(size());
        queues.values().forEach(queue -> {
            all.addAll(queue);
            queue.clear();
        });
        aside.values().forEach(later -> {
            all.addAll(later);
            later.clear();
        });
        ofGroup.clear();
        ready = 0;
        lying = 0;
        return all;
    }
}
