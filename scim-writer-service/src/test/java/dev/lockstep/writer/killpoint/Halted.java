package dev.lockstep.writer.killpoint;

import org.awaitility.Awaitility;

/** Thrown at everything that a dead writer still tries; no code recovers from it. */
public final class Halted extends Error {
    static {
        // Dead writers go on trying for a while: whoever waits for something meanwhile must not take their end for its own.
        Awaitility.doNotCatchUncaughtExceptionsByDefault();
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> {
            if (!(e instanceof Halted) && before != null) {
                before.uncaughtException(thread, e);
            } else if (!(e instanceof Halted)) {
                e.printStackTrace();
            }
        });
    }

    Halted() {
        super("halted", null, false, false);
    }
}
