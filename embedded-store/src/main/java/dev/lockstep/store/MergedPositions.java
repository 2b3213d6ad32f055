package dev.lockstep.store;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Several walks at once, in the order of what their entries have behind the values that tell the ranges apart. */
final class MergedPositions implements Positions {

    private record Head(Key position, Key entry, RangeWalk walk) {

        private static int compare(Head left, Head right) {
            byte[] a = left.entry.bytes();
            byte[] b = right.entry.bytes();
            return Arrays.compareUnsigned(a, left.walk.mergeFrom(), a.length, b, right.walk.mergeFrom(), b.length);
        }
    }

    private final List<RangeWalk> walks;
    private final PriorityQueue<Head> heads;
    private boolean started;

    MergedPositions(List<RangeWalk> walks, boolean reverse) {
        this.walks = walks;
        Comparator<Head> order = Head::compare;
        heads = new PriorityQueue<>(Math.max(1, walks.size()), reverse ? order.reversed() : order);
    }

    @Override
    public @Nullable Key next() {
        if (!started) {
            walks.forEach(this::offer);
            started = true;
        }
        Head head = heads.poll();
        if (head == null) {
            return null;
        }
        offer(head.walk);
        return head.position;
    }

    private void offer(RangeWalk walk) {
        Key position = walk.next();
        if (position != null) {
            heads.add(new Head(position, walk.entry(), walk));
        }
    }

    @Override
    public void pause() {
        walks.forEach(RangeWalk::pause);
    }
}
