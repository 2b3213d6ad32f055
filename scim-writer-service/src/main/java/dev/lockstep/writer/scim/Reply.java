package dev.lockstep.writer.scim;

import dev.lockstep.writer.fault.Answer;
import dev.lockstep.writer.fault.Operation;
import dev.lockstep.writer.fault.Verdict;
import dev.lockstep.writer.fault.VerdictTable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a call brought.
 *
 * @param resource the account in the answer, if there is one
 * @param resources of a list
 * @param total what a list says that it has in all
 * @param status 0 when there was no answer
 */
public record Reply(
        Operation operation,
        String method,
        Answer answer,
        Verdict verdict,
        @Nullable Map<String, @Nullable Object> resource,
        List<Map<String, @Nullable Object>> resources,
        long total,
        int status,
        long durationMs) {

    static Reply of(Operation operation, String method, Answer answer, @Nullable Map<String, @Nullable Object> resource,
            List<Map<String, @Nullable Object>> resources, long total, int status, long durationMs) {
        return new Reply(operation, method, answer, VerdictTable.judge(operation, answer), resource, resources, total, status, durationMs);
    }

    /** A call that was not made because the target has asked for patience. */
    public static Reply notMade(Operation operation, Instant until) {
        return of(operation, "GET", new Answer.Answered(429, "", Answer.Body.EMPTY, until), null, List.of(), 0, 0, 0);
    }

    public boolean isDone() {
        return verdict instanceof Verdict.Done;
    }

    /** The account's id as text; some targets give a number. */
    public @Nullable String id() {
        return resource == null ? null : idOf(resource);
    }

    public static @Nullable String idOf(Map<String, @Nullable Object> resource) {
        Object id = resource.get("id");
        return id == null ? null : String.valueOf(id);
    }
}
