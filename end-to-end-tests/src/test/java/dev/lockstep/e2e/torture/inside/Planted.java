package dev.lockstep.e2e.torture.inside;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** What a service with a bug calls in the place of its own method: that has the same name, and its object is the first argument. */
public final class Planted {
    private static final int BEHIND_SECONDS = 2;
    private static final ScheduledExecutorService LATER = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());

    private Planted() {
    }

    /** Commit before save: whoever calls goes on at once, and what was to be done first is done some time later. */
    public static void handle(Object batches, Object batch) {
        LATER.schedule(() -> call(batches, "handle", batch), BEHIND_SECONDS, TimeUnit.SECONDS);
    }

    /** No fencing: nobody else's account is left out. */
    public static boolean removeIf(Object works, Object lost) {
        return false;
    }

    /** No fencing: no refusal is heard. */
    public static Set<?> write(Object table, Object writes) {
        call(table, "write", writes);
        return Set.of();
    }

    /** Audit without de-duplication: what comes again gets another id. */
    public static String id(Object fact) {
        return UUID.randomUUID().toString();
    }

    private static Object call(Object object, String method, Object list) {
        try {
            return object.getClass().getMethod(method, List.class).invoke(object, list);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
