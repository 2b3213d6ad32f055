package dev.lockstep.writer.api;

import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.kit.web.Allowed;
import dev.lockstep.kit.web.Caller;
import dev.lockstep.kit.web.Page;
import dev.lockstep.kit.web.Problem;
import dev.lockstep.kit.web.Role;
import dev.lockstep.writer.account.Row;
import dev.lockstep.writer.account.WorkTable;
import dev.lockstep.writer.delivery.Holds;
import io.swagger.v3.oas.annotations.Operation;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Removals that wait for a person. */
@RestController
class HoldRoutes {
    private static final int MOST_IDS = 10_000;
    private static final int LONGEST_REASON = 500;

    private final WorkTable table;
    private final Holds holds;

    HoldRoutes(WorkTable table, Holds holds) {
        this.table = table;
        this.holds = holds;
    }

    /** @param action {@code disable} or {@code delete} */
    record HoldView(String id, String app, String objectId, String userName, String action, String reason, List<String> causes, Instant heldSince) {
        static HoldView of(Row row) {
            DesiredAccount desired = java.util.Objects.requireNonNull(row.wish()).account();
            return new HoldView(row.key(), row.app(), row.objectId(), desired.userName(),
                    desired.state() == DesiredAccount.State.DELETED ? "delete" : "disable", desired.reason(), desired.causes(),
                    Instant.ofEpochMilli(row.standing().updatedAt()));
        }
    }

    @GetMapping("/api/v1/holds")
    @Allowed({Role.OPERATOR, Role.AUDITOR})
    @Operation(summary = "Removals that wait for a person, with who and why")
    Page<HoldView> list(@RequestParam @Nullable String app, @RequestParam @Nullable Integer limit, @RequestParam @Nullable String cursor) {
        int size = Page.limit(limit);
        List<Row> rows = table.list(new WorkTable.Listing(app == null || app.isBlank() ? null : app, null, Row.State.HELD, Page.decode(cursor), size + 1));
        return Page.of(rows, size, Row::key).map(HoldView::of);
    }

    record Filter(@Nullable String app) {
    }

    /** @param ids of holds, all of one app; or a filter for all of an app */
    record Request(@Nullable List<String> ids, @Nullable Filter filter, @Nullable String reason) {
    }

    /** @param needsSecondPerson whether the same release has to be asked for by somebody else within a day */
    record Answer(int matched, int done, boolean needsSecondPerson, @Nullable String approvedBy) {
        static ResponseEntity<Answer> of(Holds.Decision decision) {
            boolean waits = decision.approvedBy() != null;
            return ResponseEntity.status(waits ? HttpStatus.ACCEPTED : HttpStatus.OK)
                    .body(new Answer(decision.matched(), decision.done(), waits, decision.approvedBy()));
        }
    }

    @PostMapping("/api/v1/holds/release")
    @Allowed(Role.OPERATOR)
    @Operation(summary = "Carries held removals out; from 20 % of an app's accounts on a second person has to ask for the same")
    ResponseEntity<Answer> release(@RequestBody Request request) {
        return Answer.of(holds.release(selection(request), Caller.current().subject(), reason(request)));
    }

    @PostMapping("/api/v1/holds/reject")
    @Allowed(Role.OPERATOR)
    @Operation(summary = "Keeps the accounts; the next change of each person counts again")
    ResponseEntity<Answer> reject(@RequestBody Request request) {
        return Answer.of(holds.reject(selection(request), Caller.current().subject(), reason(request)));
    }

    private static String reason(Request request) {
        String reason = request.reason() == null ? "" : request.reason().strip();
        if (reason.isEmpty() || reason.length() > LONGEST_REASON) {
            throw Problem.badRequest("reason-required", "A decision about removals needs a reason of 1 to " + LONGEST_REASON + " characters.",
                    "Say in reason why; it goes on record.");
        }
        return reason;
    }

    private static Holds.Selection selection(Request request) {
        List<String> ids = request.ids() == null ? List.of() : request.ids();
        String app = request.filter() == null ? null : request.filter().app();
        Set<String> apps = new HashSet<>();
        ids.forEach(id -> apps.add(id.indexOf('/') < 0 ? "" : id.substring(0, id.indexOf('/'))));
        if (app != null && !app.isBlank()) {
            apps.add(app);
        }
        if (apps.size() != 1 || apps.contains("") || ids.size() > MOST_IDS) {
            throw Problem.badRequest("bad-selection", "Which removals are meant is not clear.",
                    "Give ids of holds of one app (at most " + MOST_IDS + "), or filter.app for all of an app.");
        }
        return new Holds.Selection(apps.iterator().next(), Set.copyOf(ids));
    }
}
