package dev.lockstep.console.replay;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An account that could not be taken to where it should be, or a message that a service could not use.
 *
 * @param id names it in a replay: {@code <app>/<objectId>}, or the id of a parked message
 * @param app empty for a parked message, as userName is
 * @param objectId for a parked message its key on the topic, which is an object id in most cases
 * @param type {@code transient}, {@code permanent}, {@code conflict}, {@code appWide} or {@code parked}
 * @param nextAttemptAt null when it is not attempted again by itself
 * @param topic where a parked message comes from; null for an account
 * @param by which reader parked it; null for an account
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Failure(String id, String app, String objectId, String userName, @JsonProperty("class") String type, String code, String message,
        String likelyCause, String next, int attempts, @Nullable Instant firstAt, @Nullable Instant lastAt, @Nullable Instant nextAttemptAt,
        @Nullable String topic, @Nullable String by) {

    /** An account, as the writer tells it. */
    static Failure ofAccount(JsonNode f) {
        return new Failure(text(f, "id"), text(f, "app"), text(f, "objectId"), text(f, "userName"), text(f, "class"), text(f, "code"), text(f, "message"),
                text(f, "likelyCause"), text(f, "next"), f.path("attempts").asInt(1), time(f, "firstAt"), time(f, "lastAt"), time(f, "nextAttemptAt"), null, null);
    }

    /** A message, as mapping tells it. */
    static Failure ofParked(JsonNode m) {
        return new Failure(text(m, "id"), "", text(m, "key"), "", FailureFilter.PARKED, text(m, "code"), text(m, "fault"),
                "A message of a producer that is not Lockstep, a replica of an older version, or a fault of the service that parked it.",
                "Look at it (lockstep parked show), mend the cause, then put it back (lockstep parked put-back).",
                m.path("times").asInt(1), time(m, "time"), time(m, "time"), null, text(m, "topic"), text(m, "parkedBy"));
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asString("");
    }

    private static @Nullable Instant time(JsonNode node, String field) {
        JsonNode time = node.path(field);
        return time.isString() ? Instant.parse(time.stringValue()) : null;
    }
}
