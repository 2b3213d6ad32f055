package dev.lockstep.console.pages;

import dev.lockstep.console.replay.Failure;
import dev.lockstep.console.replay.FailureFilter;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A failure in a list. @param subject whom or what it is about, for people */
record FailureRow(String id, String app, String subject, String objectId, boolean parked, String type, String label, String tone, String code, String message,
        String cause, String next, int attempts, @Nullable When last, @Nullable When nextAttempt) {
    /** As in the REST API. */
    static final List<String> CLASSES = List.of("transient", "permanent", "conflict", "appWide", FailureFilter.PARKED);

    static FailureRow of(Failure failure, Instant now) {
        boolean parked = failure.type().equals(FailureFilter.PARKED);
        String subject = parked ? "message on " + failure.topic() : failure.userName().isEmpty() ? failure.objectId() : failure.userName();
        return new FailureRow(failure.id(), failure.app(), subject, failure.objectId(), parked, failure.type(), label(failure.type()),
                failure.type().equals("transient") ? "busy" : "bad", failure.code(), failure.message(), failure.likelyCause(), failure.next(), failure.attempts(),
                when(failure.lastAt(), now), when(failure.nextAttemptAt(), now));
    }

    private static @Nullable When when(@Nullable Instant time, Instant now) {
        return time == null ? null : When.of(time.toString(), now);
    }

    /** In words. */
    static String label(String type) {
        return switch (type) {
            case "transient" -> "tried again";
            case "permanent" -> "refused";
            case "appWide" -> "whole app";
            default -> type;
        };
    }
}
