package dev.lockstep.contracts;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that an auditor may ask for and that is neither an accepted change nor an account's outcome: rejected input,
 * scope decisions, admin changes, sign-ins, job transitions. Key of the topic: the subject.
 *
 * @param factId unique; a repetition carries the same id
 * @param action as in the REST API: {@code inputRejected}, {@code scope}, {@code job}, {@code admin}, {@code signIn},
 *        {@code hold}, {@code replay}, {@code read}
 * @param status {@code success}, {@code failure}, {@code skipped} or {@code warning}
 * @param summary one sentence for people
 * @param detail further facts by name; never a secret
 */
public record Activity(
        String factId,
        Instant time,
        String action,
        String status,
        @Nullable String app,
        @Nullable String objectId,
        @Nullable String userName,
        String initiator,
        List<String> causes,
        String summary,
        List<AccountOutcome.Change> changes,
        @Nullable Failure failure,
        Map<String, @Nullable Object> detail)
        implements Message {

    public record Failure(String code, String message) {
    }
}
