package dev.lockstep.console.signin;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Slows guessing down: after {@value #MOST} refused sign-ins from one address it waits for the window to pass. */
public final class AttemptLimit {
    static final int MOST = 10;
    static final Duration WINDOW = Duration.ofMinutes(5);
    private static final int MOST_ADDRESSES = 10_000;

    private final Clock clock;
    private final Map<String, Window> windows = new ConcurrentHashMap<>();

    private record Window(Instant start, int failures) {
    }

    public AttemptLimit(Clock clock) {
        this.clock = clock;
    }

    public boolean admits(String address) {
        Window window = windows.get(address);
        return window == null || isOver(window) || window.failures() < MOST;
    }

    public void failed(String address) {
        if (windows.size() >= MOST_ADDRESSES) {
            windows.values().removeIf(this::isOver);
        }
        windows.compute(address, (key, window) -> window == null || isOver(window)
                ? new Window(clock.instant(), 1) : new Window(window.start(), window.failures() + 1));
    }

    public void succeeded(String address) {
        windows.remove(address);
    }

    private boolean isOver(Window window) {
        return clock.instant().isAfter(window.start().plus(WINDOW));
    }
}
