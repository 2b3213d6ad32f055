package dev.lockstep.writer.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.writer.fault.Answer.Answered;
import dev.lockstep.writer.fault.Answer.Body;
import dev.lockstep.writer.fault.Answer.Cause;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTableTest {
    private static final Instant SOON = Instant.parse("2030-01-01T00:00:00Z");

    private static Verdict judge(Operation operation, int status, String scimType, Body body, @Nullable Instant retryAfter) {
        return VerdictTable.judge(operation, new Answered(status, scimType, body, retryAfter));
    }

    @ParameterizedTest(name = "{0} {1} {2} {3} is {4} {5}")
    @CsvSource(nullValues = "-", value = {
        "CREATE, 201, '', RESOURCE, Done, -", "CREATE, 200, '', RESOURCE, Done, -", "CREATE, 201, '', EMPTY, Unknown, UNCLEAR",
        "CREATE, 201, '', OTHER, Unknown, UNCLEAR", "CREATE, 202, '', RESOURCE, Unknown, ACCEPTED_ONLY", "CREATE, 301, '', EMPTY, AppWide, MOVED",
        "CREATE, 307, '', OTHER, AppWide, MOVED", "CREATE, 400, invalidValue, SCIM_ERROR, Permanent, REFUSED_VALUE", "CREATE, 400, '', OTHER, Permanent, REFUSED",
        "CREATE, 400, uniqueness, SCIM_ERROR, Conflict, CONFLICT", "CREATE, 400, invalidPath, SCIM_ERROR, Permanent, REFUSED_ATTRIBUTE",
        "CREATE, 401, '', EMPTY, AppWide, CREDENTIALS", "CREATE, 403, '', EMPTY, AppWide, CREDENTIALS", "CREATE, 404, '', OTHER, AppWide, WRONG_URL",
        "CREATE, 409, '', EMPTY, Conflict, CONFLICT", "CREATE, 409, uniqueness, SCIM_ERROR, Conflict, CONFLICT", "CREATE, 408, '', EMPTY, Unknown, TIMEOUT",
        "CREATE, 413, '', EMPTY, Permanent, TOO_LARGE", "CREATE, 422, '', OTHER, Permanent, REFUSED", "CREATE, 425, '', EMPTY, Unknown, TIMEOUT",
        "CREATE, 429, '', EMPTY, Throttled, THROTTLED", "CREATE, 500, '', OTHER, Unknown, SERVER_ERROR", "CREATE, 501, '', OTHER, Permanent, REFUSED",
        "CREATE, 502, '', OTHER, Unknown, SERVER_ERROR", "CREATE, 503, '', EMPTY, Unknown, SERVER_ERROR", "CREATE, 504, '', EMPTY, Unknown, SERVER_ERROR",
        "PATCH, 200, '', RESOURCE, Done, -", "PATCH, 204, '', EMPTY, Done, -", "PATCH, 200, '', OTHER, Unknown, UNCLEAR", "PATCH, 404, '', EMPTY, Vanished, VANISHED",
        "PATCH, 410, '', EMPTY, Vanished, VANISHED", "PATCH, 412, '', EMPTY, Stale, STALE", "PATCH, 400, noTarget, SCIM_ERROR, Stale, STALE",
        "PATCH, 400, invalidPath, SCIM_ERROR, Stale, REFUSED_ATTRIBUTE", "PATCH, 400, mutability, SCIM_ERROR, Stale, REFUSED_ATTRIBUTE",
        "PATCH, 409, '', EMPTY, Conflict, CONFLICT", "PATCH, 500, '', EMPTY, Unknown, SERVER_ERROR", "PUT, 200, '', RESOURCE, Done, -",
        "DELETE, 204, '', EMPTY, Done, -", "DELETE, 404, '', SCIM_ERROR, Done, -", "DELETE, 410, '', EMPTY, Done, -", "DELETE, 500, '', EMPTY, Unknown, SERVER_ERROR",
        "READ, 200, '', RESOURCE, Done, -", "READ, 404, '', EMPTY, Vanished, VANISHED", "READ, 200, '', OTHER, Retry, UNCLEAR", "READ, 500, '', EMPTY, Retry, SERVER_ERROR",
        "LOOK_UP, 200, '', LIST, Done, -", "LOOK_UP, 200, '', OTHER, Retry, UNCLEAR", "LOOK_UP, 404, '', OTHER, AppWide, WRONG_URL",
        "LOOK_UP, 400, invalidFilter, SCIM_ERROR, Permanent, FILTER_IGNORED", "LIST, 200, '', LIST, Done, -", "LIST, 503, '', EMPTY, Retry, SERVER_ERROR",
    })
    void a_status_means_one_thing(Operation operation, int status, String scimType, Body body, String verdict, @Nullable ErrorCode code) {
        Verdict judged = judge(operation, status, scimType, body, null);

        assertThat(judged.getClass().getSimpleName()).isEqualTo(verdict);
        assertThat(code(judged)).isEqualTo(code);
    }

    private static @Nullable ErrorCode code(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Done v -> null;
            case Verdict.Unknown v -> v.code();
            case Verdict.Retry v -> v.code();
            case Verdict.Throttled v -> v.code();
            case Verdict.Conflict v -> v.code();
            case Verdict.Vanished v -> v.code();
            case Verdict.Stale v -> v.code();
            case Verdict.Permanent v -> v.code();
            case Verdict.AppWide v -> v.code();
        };
    }

    @Test
    void a_target_that_names_a_time_is_left_alone_until_then_and_a_503_may_have_been_carried_out() {
        assertThat(judge(Operation.CREATE, 503, "", Body.EMPTY, SOON)).isEqualTo(new Verdict.Throttled(ErrorCode.THROTTLED, SOON, true));
        assertThat(judge(Operation.LOOK_UP, 503, "", Body.EMPTY, SOON)).isEqualTo(new Verdict.Throttled(ErrorCode.THROTTLED, SOON, false));
        assertThat(judge(Operation.CREATE, 429, "", Body.EMPTY, SOON)).isEqualTo(new Verdict.Throttled(ErrorCode.THROTTLED, SOON, false));
        assertThat(judge(Operation.PATCH, 413, "", Body.EMPTY, SOON)).isEqualTo(new Verdict.Throttled(ErrorCode.THROTTLED, SOON, false));
    }

    @Test
    void without_an_answer_a_write_is_in_doubt_only_if_it_may_have_left() {
        for (Operation operation : Operation.values()) {
            assertThat(VerdictTable.judge(operation, new Answer.NotSent(Cause.UNREACHABLE))).isEqualTo(new Verdict.Retry(ErrorCode.UNREACHABLE));
            assertThat(VerdictTable.judge(operation, new Answer.TlsFailure())).isEqualTo(new Verdict.AppWide(ErrorCode.CERTIFICATE));
            assertThat(VerdictTable.judge(operation, new Answer.AddressRefused())).isEqualTo(new Verdict.AppWide(ErrorCode.ADDRESS_REFUSED));
            assertThat(VerdictTable.judge(operation, new Answer.MaybeSent(Cause.TIMEOUT)))
                    .isEqualTo(operation.isMutating() ? new Verdict.Unknown(ErrorCode.TIMEOUT) : new Verdict.Retry(ErrorCode.TIMEOUT));
        }
    }

    @Test
    void every_status_has_a_verdict_for_every_operation_and_no_write_is_ever_done_without_a_2xx() {
        for (Operation operation : Operation.values()) {
            for (int status = 100; status < 600; status++) {
                for (Body body : Body.values()) {
                    Verdict verdict = judge(operation, status, "", body, null);
                    if (verdict instanceof Verdict.Done && operation != Operation.DELETE) {
                        assertThat(status).isBetween(200, 299);
                    }
                    if (operation == Operation.CREATE && status >= 500 && status != 501) {
                        assertThat(verdict).isInstanceOf(Verdict.Unknown.class);
                    }
                }
            }
        }
    }

    @Test
    void every_code_is_named_once_and_says_what_why_and_what_next() {
        Set<String> names = Arrays.stream(ErrorCode.values()).map(ErrorCode::code).collect(Collectors.toSet());

        assertThat(names).hasSize(ErrorCode.values().length).allMatch(n -> n.matches("[a-z-]+"));
        assertThat(EnumSet.allOf(ErrorCode.class)).allSatisfy(code -> {
            assertThat(code.type()).isIn("transient", "permanent", "conflict", "appWide", "hold");
            assertThat(code.happened()).endsWith(".");
            assertThat(code.likelyCause()).endsWith(".");
            assertThat(code.next()).endsWith(".");
        });
    }
}
