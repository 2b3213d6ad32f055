package dev.lockstep.writer.api;

import dev.lockstep.kit.web.Allowed;
import dev.lockstep.kit.web.Caller;
import dev.lockstep.kit.web.Page;
import dev.lockstep.kit.web.Problem;
import dev.lockstep.kit.web.Role;
import dev.lockstep.writer.delivery.Reading;
import dev.lockstep.writer.fault.ErrorCode;
import dev.lockstep.writer.survey.Finding;
import dev.lockstep.writer.survey.Reconciliations;
import dev.lockstep.writer.survey.Survey;
import io.swagger.v3.oas.annotations.Operation;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Reconciliation of an app with its target. */
@RestController
class SurveyRoutes {
    private final Reconciliations reconciliations;

    SurveyRoutes(Reconciliations reconciliations) {
        this.reconciliations = reconciliations;
    }

    /**
     * @param dryRun only report
     * @param confirm act also when more accounts have vanished than the app's removal threshold
     */
    record Request(@Nullable Boolean dryRun, @Nullable Boolean confirm) {
    }

    record Begun(String id) {
    }

    /**
     * @param state {@code listing}, {@code comparing}, {@code done}, {@code failed} or {@code cancelled}
     * @param total accounts that the target says it has; null before the first page
     * @param linked listed accounts that belong to a person
     * @param skipped linked accounts that were not compared: being written, waiting, or failed before
     * @param repaired accounts whose repair was ordered; what came of it is in the activities of the request with this id
     * @param reason why it failed
     */
    record ReconciliationView(String id, String app, String state, boolean dryRun, boolean confirm, String initiator, long listed, @Nullable Long total, long linked,
            long skipped, long drifted, long vanished, long orphans, long duplicates, long repaired, Instant startedAt, @Nullable Instant endedAt, @Nullable String reason) {
        static ReconciliationView of(Survey s) {
            return new ReconciliationView(s.id(), s.app(), s.state(), s.dryRun(), s.confirm(), s.by(), s.listed(), s.total() < 0 ? null : s.total(), s.linked(), s.skipped(),
                    s.counts().drifted(), s.counts().vanished(), s.counts().orphans(), s.counts().duplicates(), s.counts().repaired(),
                    Instant.ofEpochMilli(s.startedAt()), s.endedAt() == 0 ? null : Instant.ofEpochMilli(s.endedAt()), s.reason());
        }
    }

    /** @param action {@code report}, {@code revert} or {@code accept} */
    record DifferenceView(String attribute, @Nullable Object found, @Nullable Object wanted, String action) {
    }

    /**
     * @param kind {@code drift}, {@code vanished}, {@code orphan} or {@code duplicate}
     * @param targetIds the target's ids of the accounts concerned; of duplicates at most 50
     * @param shared which attribute duplicates share
     * @param action {@code report}, {@code revert}, {@code accept}, {@code recreate}, {@code unlink} or {@code heldBack}; in a dry run what would follow
     */
    record FindingView(String kind, @Nullable String objectId, @Nullable String userName, @Nullable String externalId, List<String> targetIds, @Nullable String shared,
            List<DifferenceView> differences, String action, boolean repaired, Instant at) {
        static FindingView of(Finding f) {
            return new FindingView(f.kind().word(), f.objectId(), f.userName(), f.externalId(), f.targetIds(), f.shared(),
                    f.differences().stream().map(d -> new DifferenceView(d.attribute(), d.found(), d.wanted(), name(d.action()))).toList(), name(f.action()),
                    f.repaired(), Instant.ofEpochMilli(f.at()));
        }

        private static String name(Finding.Action action) {
            return switch (action) {
                case REPORT -> "report";
                case REVERT -> "revert";
                case ACCEPT -> "accept";
                case RECREATE -> "recreate";
                case UNLINK -> "unlink";
                case HELD_BACK -> "heldBack";
            };
        }
    }

    @PostMapping("/api/v1/apps/{app}/reconciliations")
    @Allowed(Role.OPERATOR)
    @Operation(summary = "Compares all accounts of the target with what is desired, and repairs what differs as the app's policies say")
    ResponseEntity<Begun> begin(@PathVariable String app, @RequestBody(required = false) @Nullable Request request) {
        Reading reading = reconciliations.reading(app).orElseThrow(() -> Problem.notFound("The app " + app, "Look at the list of apps for its id."));
        if (reading.closed() == ErrorCode.NOT_CONFIGURED) {
            throw Problem.conflict("not-configured", "The app has no Tenant URL or no credentials.", "Complete its settings first.");
        }
        boolean dryRun = request != null && Boolean.TRUE.equals(request.dryRun());
        boolean confirm = request != null && Boolean.TRUE.equals(request.confirm());
        return reconciliations.begin(app, dryRun, confirm, Caller.current().subject())
                .map(survey -> ResponseEntity.status(HttpStatus.ACCEPTED).body(new Begun(survey.id())))
                .orElseThrow(() -> Problem.conflict("reconciliation-runs", "A reconciliation of this app is under way.", "Wait for its end, or cancel it."));
    }

    @GetMapping("/api/v1/apps/{app}/reconciliations")
    @Allowed({Role.OPERATOR, Role.AUDITOR})
    @Operation(summary = "The reconciliations of an app, the newest first")
    Page<ReconciliationView> list(@PathVariable String app, @RequestParam @Nullable Integer limit, @RequestParam @Nullable String cursor) {
        int size = Page.limit(limit);
        return Page.of(reconciliations.of(app, before(Page.decode(cursor)), size + 1), size, s -> String.valueOf(s.startedAt())).map(ReconciliationView::of);
    }

    private static @Nullable Long before(@Nullable String position) {
        try {
            return position == null ? null : Long.valueOf(position);
        } catch (NumberFormatException e) {
            throw Problem.badRequest("bad-cursor", "The cursor is not one that this list gave out.", "Start again without a cursor.");
        }
    }

    @GetMapping("/api/v1/apps/{app}/reconciliations/{id}")
    @Allowed({Role.OPERATOR, Role.AUDITOR})
    @Operation(summary = "How far a reconciliation has got, and what it found")
    ReconciliationView get(@PathVariable String app, @PathVariable String id) {
        return ReconciliationView.of(find(app, id));
    }

    @GetMapping("/api/v1/apps/{app}/reconciliations/{id}/findings")
    @Allowed({Role.OPERATOR, Role.AUDITOR})
    @Operation(summary = "What a reconciliation found; kept for 30 days")
    Page<FindingView> findings(@PathVariable String app, @PathVariable String id, @RequestParam @Nullable String kind, @RequestParam @Nullable Integer limit,
            @RequestParam @Nullable String cursor) {
        Survey survey = find(app, id);
        int size = Page.limit(limit);
        String after = Page.decode(cursor);
        if (after != null && !after.startsWith(survey.id() + "/")) {
            throw Problem.badRequest("bad-cursor", "The cursor is not one that this list gave out.", "Start again without a cursor.");
        }
        return Page.of(reconciliations.findings(survey.id(), kind(kind), after, size + 1), size, Finding::id).map(FindingView::of);
    }

    private static Finding.@Nullable Kind kind(@Nullable String kind) {
        return kind == null || kind.isBlank() ? null : Arrays.stream(Finding.Kind.values()).filter(k -> k.word().equals(kind.toLowerCase(Locale.ROOT))).findFirst()
                .orElseThrow(() -> Problem.badRequest("bad-kind", "There is no kind of findings of this name.", "Use drift, vanished, orphan or duplicate."));
    }

    @PostMapping("/api/v1/apps/{app}/reconciliations/{id}/cancel")
    @Allowed(Role.OPERATOR)
    @Operation(summary = "Ends a reconciliation that is under way; repairs that were ordered are carried out")
    ResponseEntity<Void> cancel(@PathVariable String app, @PathVariable String id) {
        if (!reconciliations.cancel(find(app, id).id())) {
            throw Problem.conflict("ended", "The reconciliation has ended.", "Nothing is left to cancel.");
        }
        return ResponseEntity.accepted().build();
    }

    private Survey find(String app, String id) {
        return reconciliations.find(app, id).orElseThrow(() -> Problem.notFound("The reconciliation", "Look at the list of reconciliations of the app for its id."));
    }
}
