package dev.lockstep.writer.delivery;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One queue per urgency, picked by smooth weighted round robin. Not thread-safe. */
final class WeightedQueue {
    private final Map<Urgency, Deque<Work>> queues = new EnumMap<>(Urgency.class);
    private final Map<Urgency, Integer> credit = new EnumMap<>(Urgency.class);
    private int size;

    WeightedQueue() {
        for (Urgency urgency : Urgency.values()) {
            queues.put(urgency, new ArrayDeque<>());
            credit.put(urgency, 0);
        }
    }

    void add(Work work) {
        queue(Urgency.of(work.desired())).add(work);
        size++;
    }

    private Deque<Work> queue(Urgency urgency) {
        return queues.computeIfAbsent(urgency, u -> new ArrayDeque<>());
    }

    int size() {
        return size;
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
        size--;
        return queue(best).poll();
    }

    List<Work> drain() {
        List<Work> all = new ArrayList<>(size);
        queues.values().forEach(queue -> {
            all.addAll(queue);
            queue.clear();
        });
        size = 0;
        return all;
    }
}
