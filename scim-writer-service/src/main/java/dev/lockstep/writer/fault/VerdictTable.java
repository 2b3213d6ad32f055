package dev.lockstep.writer.fault;

import dev.lockstep.writer.fault.Answer.Answered;
import dev.lockstep.writer.fault.Answer.Body;

/** The one place where an HTTP answer or a failure becomes a decision. */
public final class VerdictTable {
    private VerdictTable() {
    }

    public static Verdict judge(Operation operation, Answer answer) {
        return switch (answer) {
            case Answered answered -> judge(operation, answered);
            case Answer.NotSent notSent -> new Verdict.Retry(code(notSent.cause()));
            case Answer.MaybeSent maybeSent -> maybeSent.cause() == Answer.Cause.TOO_LARGE && !operation.isMutating()
                    ? new Verdict.Permanent(ErrorCode.TOO_LARGE)
                    : doubt(operation, code(maybeSent.cause()));
            case Answer.TlsFailure tls -> new Verdict.AppWide(ErrorCode.CERTIFICATE);
            case Answer.AddressRefused refused -> new Verdict.AppWide(ErrorCode.ADDRESS_REFUSED);
        };
    }

    private static Verdict judge(Operation operation, Answered answered) {
        int status = answered.status();
        if (status == 202 && operation.isMutating()) {
            return new Verdict.Unknown(ErrorCode.ACCEPTED_ONLY);
        }
        if (status >= 200 && status < 300) {
            return success(operation, answered.body());
        }
        if (status < 400) {
            return status >= 300 ? new Verdict.AppWide(ErrorCode.MOVED) : doubt(operation, ErrorCode.UNCLEAR);
        }
        return status < 500 ? refusal(operation, answered) : failure(operation, answered);
    }

    private static Verdict success(Operation operation, Body body) {
        return switch (operation) {
            case CREATE -> body == Body.RESOURCE ? new Verdict.Done() : new Verdict.Unknown(ErrorCode.UNCLEAR);
            case PATCH, PUT -> body == Body.RESOURCE || body == Body.EMPTY ? new Verdict.Done() : new Verdict.Unknown(ErrorCode.UNCLEAR);
            // Whatever a target says beside it: the account is gone.
            case DELETE -> new Verdict.Done();
            case READ -> body == Body.RESOURCE ? new Verdict.Done() : new Verdict.Retry(ErrorCode.UNCLEAR);
            case LOOK_UP, LIST -> body == Body.LIST ? new Verdict.Done() : new Verdict.Retry(ErrorCode.UNCLEAR);
        };
    }

    private static Verdict refusal(Operation operation, Answered answered) {
        return switch (answered.status()) {
            case 401, 403 -> new Verdict.AppWide(ErrorCode.CREDENTIALS);
            case 404 -> notFound(operation);
            case 410 -> operation == Operation.DELETE ? new Verdict.Done()
                    : operation.isOnAccount() ? new Verdict.Vanished(ErrorCode.VANISHED) : new Verdict.AppWide(ErrorCode.WRONG_URL);
            case 408, 425 -> doubt(operation, ErrorCode.TIMEOUT);
            case 409 -> operation.isMutating() ? new Verdict.Conflict(ErrorCode.CONFLICT) : new Verdict.Retry(ErrorCode.CONFLICT);
            case 412 -> operation.isOnAccount() ? new Verdict.Stale(ErrorCode.STALE) : new Verdict.Permanent(ErrorCode.REFUSED);
            case 413 -> answered.retryAfter() != null
                    ? new Verdict.Throttled(ErrorCode.THROTTLED, answered.retryAfter(), false) : new Verdict.Permanent(ErrorCode.TOO_LARGE);
            case 429 -> new Verdict.Throttled(ErrorCode.THROTTLED, answered.retryAfter(), false);
            default -> badRequest(operation, answered.scimType());
        };
    }

    private static Verdict notFound(Operation operation) {
        return switch (operation) {
            case DELETE -> new Verdict.Done();
            case PATCH, PUT, READ -> new Verdict.Vanished(ErrorCode.VANISHED);
            case CREATE, LOOK_UP, LIST -> new Verdict.AppWide(ErrorCode.WRONG_URL);
        };
    }

    /** 400, 422 and the like. */
    private static Verdict badRequest(Operation operation, String scimType) {
        boolean update = operation == Operation.PATCH || operation == Operation.PUT;
        return switch (scimType) {
            case "uniqueness" -> operation.isMutating() ? new Verdict.Conflict(ErrorCode.CONFLICT) : new Verdict.Permanent(ErrorCode.REFUSED);
            case "noTarget" -> update ? new Verdict.Stale(ErrorCode.STALE) : new Verdict.Permanent(ErrorCode.REFUSED_ATTRIBUTE);
            case "invalidPath", "mutability" -> update ? new Verdict.Stale(ErrorCode.REFUSED_ATTRIBUTE) : new Verdict.Permanent(ErrorCode.REFUSED_ATTRIBUTE);
            case "invalidFilter" -> new Verdict.Permanent(ErrorCode.FILTER_IGNORED);
            case "invalidValue" -> update ? new Verdict.Stale(ErrorCode.REFUSED_VALUE) : new Verdict.Permanent(ErrorCode.REFUSED_VALUE);
            case "tooMany" -> new Verdict.Permanent(ErrorCode.TOO_LARGE);
            default -> update ? new Verdict.Stale(ErrorCode.REFUSED) : new Verdict.Permanent(ErrorCode.REFUSED);
        };
    }

    private static Verdict failure(Operation operation, Answered answered) {
        return switch (answered.status()) {
            // Some targets commit before they say 503.
            case 503 -> answered.retryAfter() != null
                    ? new Verdict.Throttled(ErrorCode.THROTTLED, answered.retryAfter(), operation.isMutating())
                    : doubt(operation, ErrorCode.SERVER_ERROR);
            case 501 -> new Verdict.Permanent(ErrorCode.REFUSED);
            default -> doubt(operation, ErrorCode.SERVER_ERROR);
        };
    }

    private static Verdict doubt(Operation operation, ErrorCode code) {
        return operation.isMutating() ? new Verdict.Unknown(code) : new Verdict.Retry(code);
    }

    private static ErrorCode code(Answer.Cause cause) {
        return switch (cause) {
            case UNRESOLVED -> ErrorCode.UNRESOLVED;
            case UNREACHABLE -> ErrorCode.UNREACHABLE;
            case TIMEOUT -> ErrorCode.TIMEOUT;
            case BROKEN_OFF -> ErrorCode.BROKEN_OFF;
            case TOO_LARGE -> ErrorCode.TOO_LARGE;
        };
    }
}
