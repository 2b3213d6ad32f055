package dev.lockstep.writer.killpoint;

/** Thrown at everything that a dead writer still tries; no code recovers from it. */
public final class Halted extends Error {
    static {
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
