package dev.lockstep.targets;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One request that passed the {@link RecordingProxy}. Before the upstream has answered, {@code status} is 0.
 *
 * @param sequence 1 for the first request of this proxy, in order of arrival
 * @param time when the request had been read whole
 * @param method the HTTP method
 * @param path path and query as sent, such as {@code /scim/v2/Users?filter=…}
 * @param body the request's body, empty when there was none
 * @param idempotencyKey the {@code Idempotency-Key} header, null when there was none
 * @param status what the upstream answered; -1 when it could not be reached, 0 when the request was not forwarded
 * @param answer the upstream's body
 * @param answered the status that the proxy sent on; 0 when it closed the connection instead
 * @param committed whether the upstream answered 2xx to a POST, PUT, PATCH or DELETE
 */
public record Exchange(
        long sequence,
        Instant time,
        String method,
        String path,
        String body,
        @Nullable String idempotencyKey,
        int status,
        String answer,
        int answered,
        boolean committed) {

    static Exchange received(
            long sequence, String method, String path, String body, @Nullable String idempotencyKey) {
        return new Exchange(sequence, Instant.now(), method, path, body, idempotencyKey, 0, "", 0, false);
    }

    Exchange answeredByUpstream(int status, String answer) {
        boolean done = status >= 200 && status < 300 && isMutation();
        return new Exchange(sequence, time, method, path, body, idempotencyKey, status, answer, answered, done);
    }

    Exchange sentOn(int status) {
        return new Exchange(sequence, time, method, path, body, idempotencyKey, this.status, answer, status, committed);
    }

    /** @return whether the method may change the application's accounts */
    public boolean isMutation() {
        return switch (method) {
            case "POST" -> !path.contains("/.search");
            case "PUT", "PATCH", "DELETE" -> true;
            case String _ -> false;
        };
    }
}
