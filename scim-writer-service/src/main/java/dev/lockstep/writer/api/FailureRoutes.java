package dev.lockstep.writer.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.lockstep.kit.web.Allowed;
import dev.lockstep.kit.web.Page;
import dev.lockstep.kit.web.Problem;
import dev.lockstep.kit.web.Role;
import dev.lockstep.writer.account.Row;
import dev.lockstep.writer.account.WorkTable;
import dev.lockstep.writer.fault.ErrorCode;
import io.swagger.v3.oas.annotations.Operation;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Accounts that are not as they should be because attempts failed. */
@RestController
class FailureRoutes {
    private static final Set<String> CLASSES = Set.of("transient", "permanent", "conflict", "appWide");

    private final WorkTable table;

    FailureRoutes(WorkTable table) {
        this.table = table;
    }

    /**
     * A failure with what is likely to be its cause and what to do next.
     *
     * @param id also names it in a replay
     * @param nextAttemptAt null when it is not attempted again by itself
     */
    record FailureView(String id, String app, String objectId, String userName, @JsonProperty("class") String type, String code, String message,
            String likelyCause, String next, int attempts, Instant firstAt, Instant lastAt, @Nullable Instant nextAttemptAt) {
        static FailureView of(Row row) {
            var error = java.util.Objects.requireNonNull(row.standing().lastError());
            ErrorCode known = Arrays.stream(ErrorCode.values()).filter(c -> c.code().equals(error.code())).findFirst().orElse(null);
            return new FailureView(row.key(), row.app(), row.objectId(), row.wish() == null ? "" : row.wish().account().userName(), error.type(), error.code(),
                    error.message(), known == null ? "" : known.likelyCause(), known == null ? "" : known.next(), Math.max(1, row.progress().attempts()),
                    Instant.ofEpochMilli(row.standing().failingSince()), Instant.ofEpochMilli(row.standing().updatedAt()), error.nextAttemptAt());
        }
    }

    @GetMapping("/api/v1/failures")
    @Allowed({Role.OPERATOR, Role.AUDITOR})
    @Operation(summary = "Accounts whose newest desire failed, by app, class, code, person, cause and time of the last attempt")
    Page<FailureView> failures(@RequestParam @Nullable String app, @RequestParam(name = "class") @Nullable String type, @RequestParam @Nullable String code,
            @RequestParam @Nullable String user, @RequestParam @Nullable String since, @RequestParam @Nullable String until, @RequestParam @Nullable String cause,
            @RequestParam @Nullable Integer limit, @RequestParam @Nullable String cursor) {
        if (type != null && !type.isBlank() && !CLASSES.contains(type)) {
            throw Problem.badRequest("bad-class", "There is no class of failures of this name.", "Use transient, permanent, conflict or appWide.");
        }
        int size = Page.limit(limit);
        List<Row> rows = table.failing(new WorkTable.Trouble(empty(app), empty(type), empty(code), empty(user),
                time(since, 0), time(until, Long.MAX_VALUE), empty(cause), Page.decode(cursor), size + 1));
        return Page.of(rows, size, Row::key).map(FailureView::of);
    }

    /** @param ids as in the list, at most {@value Page#MAX_LIMIT} */
    record Named(@Nullable List<String> ids) {
    }

    record Found(List<FailureView> items) {
    }

    /** Those of them that are failures now, in key order. */
    @PostMapping("/internal/failures")
    @Allowed({Role.OPERATOR, Role.AUDITOR})
    Found named(@RequestBody Named named) {
        List<String> ids = named.ids() == null ? List.of() : named.ids();
        if (ids.size() > Page.MAX_LIMIT) {
            throw Problem.badRequest("too-many", "At most " + Page.MAX_LIMIT + " failures can be named at once.", "Ask in parts.");
        }
        return new Found(table.read(ids).values().stream()
                .filter(row -> row.standing().lastError() != null && CLASSES.contains(row.standing().lastError().type()))
                .sorted(Comparator.comparing(Row::key)).map(FailureView::of).toList());
    }

    record CodeView(String code, @JsonProperty("class") String type, String happened, String likelyCause, String next) {
    }

    @GetMapping("/api/v1/failures/codes")
    @Allowed({Role.OPERATOR, Role.AUDITOR})
    @Operation(summary = "The catalogue of errors: what happened, the likely cause, the next step")
    List<CodeView> codes() {
        return Arrays.stream(ErrorCode.values()).map(c -> new CodeView(c.code(), c.type(), c.happened(), c.likelyCause(), c.next())).toList();
    }

    private static long time(@Nullable String time, long otherwise) {
        if (time == null || time.isBlank()) {
            return otherwise;
        }
        try {
            return OffsetDateTime.parse(time).toInstant().toEpochMilli();
        } catch (DateTimeException e) {
            throw Problem.badRequest("bad-time", "The time in since or until cannot be read.", "Give it as in RFC 3339, for instance 2026-03-02T08:00:00Z.");
        }
    }

    private static @Nullable String empty(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }
}
