package dev.lockstep.writer.killpoint;

/**
 * A moment of a life at which it may end.
 *
 * @param step a durable step or a call to the target
 * @param nth of the steps of this name in this life, from 1
 */
public record Point(String step, int nth, Moment moment) {
    public enum Moment {
        BEFORE, AFTER
    }

    /** Such as {@code after-intent-stored} or {@code before-target-read#2}. */
    public String name() {
        return (moment == Moment.BEFORE ? "before-" : "after-") + step + (nth == 1 ? "" : "#" + nth);
    }
}
