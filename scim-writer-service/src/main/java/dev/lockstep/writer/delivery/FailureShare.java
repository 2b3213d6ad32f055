package dev.lockstep.writer.delivery;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tells when so many different accounts of an app fail that something must be wrong with the app, not with them: at least 40 %
 * of at least 50 within an hour, of the last 500. Not thread-safe.
 */
final class FailureShare {
    private static final int LEAST = 50;
    private static final int MOST = 500;
    private static final int PERCENT = 40;
    private static final long WITHIN_MILLIS = Duration.ofHours(1).toMillis();

    private final Map<String, Ended> last = new LinkedHashMap<>();
    private int failed;

    private record Ended(boolean failed, long at) {
    }

    /** @return whether too many have failed */
    boolean ended(String account, boolean hasFailed, long now) {
        forget(last.remove(account));
        last.put(account, new Ended(hasFailed, now));
        failed += hasFailed ? 1 : 0;
        var oldest = last.values().iterator();
        for (Ended first = oldest.next(); last.size() > MOST || now - first.at() > WITHIN_MILLIS; first = oldest.next()) {
            oldest.remove();
            forget(first);
        }
        return hasFailed && last.size() >= LEAST && failed * 100 >= PERCENT * last.size();
    }

    private void forget(@org.jspecify.annotations.Nullable Ended before) {
        failed -= before != null && before.failed() ? 1 : 0;
    }

    void clear() {
        last.clear();
        failed = 0;
    }
}
