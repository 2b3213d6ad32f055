package dev.lockstep.audit.fact;

import dev.lockstep.contracts.AccountOutcome;
import dev.lockstep.contracts.AccountOutcome.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fact of an account's outcome. */
final class Outcomes {
    private Outcomes() {
    }

    /** @param toldAt stands in where the message gives no time */
    static Fact fact(AccountOutcome outcome, Instant toldAt) {
        AccountOutcome.@Nullable Timings timings = outcome.timings();
        Instant finishedAt = timings == null || timings.finishedAt() == null ? toldAt : timings.finishedAt();
        AccountOutcome.Failure failure = outcome.failure();
        return new Fact(
                FactId.of(outcome.factId()), Facts.millis(finishedAt), action(outcome),
                status(outcome.result()), outcome.app(), outcome.objectId(), Facts.type(outcome.objectType()),
                Facts.nullIfEmpty(outcome.userName()), outcome.initiator(),
                Facts.orEmpty(outcome.causes()), summary(outcome), steps(outcome),
                Redaction.of(Facts.orEmpty(outcome.changes())),
                failure == null ? null
                        : new Fact.Error(failure.type(), failure.code(), failure.message(), failure.nextAttemptAt()),
                outcome.http(), outcome.attempt(), timings == null ? null : Facts.between(timings.acceptedAt(), finishedAt),
                timings == null ? null : Facts.between(timings.sourceAt(), finishedAt),
                outcome.lane() == null ? null : outcome.lane().name(), outcome.syncId(),
                outcome.requestId(), detail(outcome));
    }

    private static String action(AccountOutcome outcome) {
        if (outcome.result() == AccountOutcome.Result.HELD) {
            return Action.HOLD;
        }
        return switch (outcome.action()) {
            case CREATE, UPDATE, DISABLE, ENABLE, DELETE -> outcome.action().name().toLowerCase(Locale.ROOT);
            case NONE -> "skip";
        };
    }

    private static String status(AccountOutcome.Result result) {
        return switch (result) {
            case APPLIED -> Action.SUCCESS;
            case UNCHANGED, SKIPPED, SUPERSEDED -> Action.SKIPPED;
            case HELD -> Action.WARNING;
            case REFUSED, GAVE_UP, RETRYING -> Action.FAILURE;
        };
    }

    private static String summary(AccountOutcome outcome) {
        return switch (outcome.result()) {
            case APPLIED -> "The target confirmed: " + done(outcome.action());
            case UNCHANGED -> "The account was already as desired; nothing was written.";
            case SKIPPED -> "Nothing had to be done: " + Reasons.sentence(outcome.reason());
            case SUPERSEDED -> outcome.supersededBy() == null
                    ? "A newer desire took its place before it was attempted."
                    : "Version " + outcome.supersededBy() + " took its place before it was attempted.";
            case HELD -> "More removals than the app allows at a time: this one waits for a person.";
            case REFUSED -> "Refused" + code(outcome) + "; not tried again until it changes or somebody asks.";
            case GAVE_UP -> "Given up after " + outcome.attempt() + " attempts" + code(outcome) + ".";
            case RETRYING -> "Attempt " + outcome.attempt() + " failed" + code(outcome) + "; another follows.";
        };
    }

    private static String done(AccountOutcome.Action action) {
        return switch (action) {
            case CREATE -> "the account was created.";
            case UPDATE -> "the account was updated.";
            case DISABLE -> "the account was disabled.";
            case ENABLE -> "the account was enabled.";
            case DELETE -> "the account was deleted.";
            case NONE -> "nothing had to be written.";
        };
    }

    private static String code(AccountOutcome outcome) {
        AccountOutcome.Failure failure = outcome.failure();
        return failure == null ? "" : " (" + failure.code() + ")";
    }

    /** Scope was decided by the mapping service and travels as the desire's reason; the rest is the writer's. */
    private static List<Step> steps(AccountOutcome outcome) {
        List<Step> writers = Facts.orEmpty(outcome.steps());
        List<Step> steps = new ArrayList<>(writers.size() + 1);
        steps.add(new Step("scope", "success", Reasons.sentence(outcome.reason())));
        steps.addAll(writers);
        return steps;
    }

    private static Map<String, @Nullable Object> detail(AccountOutcome outcome) {
        Map<String, @Nullable Object> detail = new LinkedHashMap<>();
        detail.put("result", outcome.result().name());
        detail.put("version", outcome.version());
        detail.put("reason", outcome.reason());
        if (outcome.targetId() != null) {
            detail.put("targetId", outcome.targetId());
        }
        if (outcome.supersededBy() != null) {
            detail.put("supersededBy", outcome.supersededBy());
        }
        return detail;
    }
}
