package dev.lockstep.audit.notify;

import dev.lockstep.audit.fact.Action;
import dev.lockstep.audit.fact.Fact;
import java.time.Instant;
import java.util.Optional;

/**
 * Failures of one app for one reason, taken together.
 *
 * @param type {@code appWide}, {@code permanent}, {@code conflict}, {@code gaveUp}, {@code hold} or {@code job}
 * @param message what happened, without personal values
 * @param count how many of them were not known before
 */
public record Failure(String app, String code, String type, String message, Instant firstAt, Instant lastAt, int count) {

    /** Empty for what is no failure, and for one that is still being retried without anybody. */
    public static Optional<Failure> of(Fact fact, boolean isNew) {
        Fact.Error error = fact.error();
        if (fact.app() != null && fact.action().equals(Action.HOLD) && fact.status().equals(Action.WARNING) && error != null) {
            return Optional.of(of(fact, error, "hold", isNew));
        }
        if (fact.app() == null || !fact.status().equals(Action.FAILURE)) {
            return Optional.empty();
        }
        if (fact.action().equals(Action.JOB)) {
            return Optional.of(new Failure(fact.app(), error == null ? "job-failed" : error.code(), "job",
                    error == null ? fact.summary() : error.message(), fact.time(), fact.time(), isNew ? 1 : 0));
        }
        if (error == null || error.type() == null) {
            return Optional.empty();
        }
        boolean gaveUp = "GAVE_UP".equals(fact.detail().get("result"));
        return switch (error.type()) {
            case "appWide", "permanent", "conflict" -> Optional.of(of(fact, error, error.type(), isNew));
            default -> gaveUp ? Optional.of(of(fact, error, "gaveUp", isNew)) : Optional.empty();
        };
    }

    private static Failure of(Fact fact, Fact.Error error, String type, boolean isNew) {
        return new Failure(String.valueOf(fact.app()), error.code(), type, error.message(), fact.time(), fact.time(), isNew ? 1 : 0);
    }

    public Failure and(Failure other) {
        return new Failure(app, code, type, message,
                firstAt.isBefore(other.firstAt) ? firstAt : other.firstAt,
                lastAt.isAfter(other.lastAt) ? lastAt : other.lastAt, count + other.count);
    }
}
