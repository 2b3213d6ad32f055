package dev.lockstep.writer.delivery;

import dev.lockstep.writer.target.Target;
import java.util.List;

/** What the lanes share. */
interface Machinery {
    DeliverySettings settings();

    long now();

    void later(long millis, Runnable task);

    void background(Runnable task);

    boolean owns(int slot);

    /** Takes an account to its desire, or memberships of one group; blocks. */
    void attempt(List<Work> works, AppLane lane, Target target, Calls calls);

    boolean shouldStepBack(Work work);

    /** Claims that will not be used now. */
    void giveBack(List<Work> works, long dueAt);

    void wantsMore();

    void closed(String app, Closed closed);

    void reopened(String app, Closed closed);
}
