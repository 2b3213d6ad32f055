package dev.lockstep.writer.api;

import dev.lockstep.contracts.AccountOutcome;
import dev.lockstep.contracts.AccountOutcome.Change;
import dev.lockstep.contracts.AccountOutcome.Failure;
import dev.lockstep.contracts.AccountOutcome.Step;
import dev.lockstep.contracts.Activity;
import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.contracts.Topic;
import dev.lockstep.contracts.codec.Codec;
import dev.lockstep.kit.publish.KafkaPublisher;
import dev.lockstep.kit.publish.Outgoing;
import dev.lockstep.kit.topics.ConsumerLag;
import dev.lockstep.kit.web.Allowed;
import dev.lockstep.kit.web.Caller;
import dev.lockstep.kit.web.Problem;
import dev.lockstep.kit.web.RequestId;
import dev.lockstep.kit.web.Role;
import dev.lockstep.writer.account.Row;
import dev.lockstep.writer.account.WorkTable;
import dev.lockstep.writer.delivery.Delivery;
import dev.lockstep.writer.delivery.DryRun;
import dev.lockstep.writer.delivery.Requests;
import dev.lockstep.writer.delivery.SyncMarks;
import dev.lockstep.writer.fault.ErrorCode;
import dev.lockstep.writer.target.Targets;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class AppRoutes {
    private final Targets targets;
    private final Delivery delivery;
    private final WorkTable table;
    private final SyncMarks marks;
    private final Requests requests;
    private final ConsumerLag lag;
    private final KafkaPublisher publisher;
    private final Clock clock;

    AppRoutes(Targets targets, Delivery delivery, WorkTable table, SyncMarks marks, Requests requests, ConsumerLag lag, KafkaPublisher publisher, Clock clock) {
        this.targets = targets;
        this.delivery = delivery;
        this.table = table;
        this.marks = marks;
        this.requests = requests;
        this.lag = lag;
        this.publisher = publisher;
        this.clock = clock;
    }

    @PostMapping("/api/v1/apps/{app}/connection-test")
    @Allowed(Role.ADMIN)
    @Operation(summary = "Tries a Tenant URL and a token; works before they are saved")
    ConnectionTest.Result connectionTest(@PathVariable String app, @RequestBody(required = false) ConnectionTest.@Nullable Request request) {
        return new ConnectionTest(targets).run(app, request == null ? new ConnectionTest.Request(null, null) : request);
    }

    record Progress(@Nullable Sync sync, double perSecond, Backlog backlog, long failedRows, @Nullable Instant caughtUpTo, @Nullable Quarantine quarantine) {
    }

    record Sync(long rows, long settled, long failed, boolean complete) {
    }

    record Backlog(long mapping, long writer, long retrying, long held) {
    }

    record Quarantine(String code, String message, Instant since) {
    }

    @GetMapping("/internal/apps/{app}/progress")
    @Allowed({Role.OPERATOR, Role.AUDITOR})
    Progress progress(@PathVariable String app, @RequestParam @Nullable String syncId) {
        Sync sync = null;
        if (syncId != null && !syncId.isBlank()) {
            // Marks first: rows that were there when all marks had been seen are all rows.
            boolean enumerated = marks.complete(app, syncId);
            WorkTable.SyncCount count = table.syncCount(app, syncId);
            sync = new Sync(count.rows(), count.settled(), count.failed(), enumerated && count.settled() == count.rows());
        }
        // The topic first: a desire that leaves it is in the table by then, so it is never missed in both.
        long unread = lag.of("writer", List.of(Topic.ACCOUNT_DESIRED.topicName()));
        WorkTable.Backlog backlog = table.backlog(app);
        var condition = delivery.condition(app);
        Quarantine quarantine = condition.map(Delivery.Condition::quarantine)
                .map(q -> new Quarantine(q.code().code(), q.code().happened() + " " + q.code().next(), Instant.ofEpochMilli(q.since()))).orElse(null);
        return new Progress(sync, condition.map(Delivery.Condition::perSecond).orElse(0.0),
                new Backlog(unread, backlog.waiting(), backlog.retrying(), table.countIn(app, Row.State.HELD)),
                table.countIn(app, Row.State.FAILED), condition.map(Delivery.Condition::caughtUpTo).orElse(null), quarantine);
    }

    record Attempts(boolean done, List<Step> steps, @Nullable String result, @Nullable String action, List<Change> changes, @Nullable Failure failure) {
        static final Attempts PENDING = new Attempts(false, List.of(), null, null, List.of(), null);

        /** Nobody need wait for it: the app cannot be called now; the account follows when it can. */
        static Attempts waiting(ErrorCode code) {
            return new Attempts(true, List.of(new Step("match", "failure", code.happened())), "waiting", "none", List.of(),
                    new Failure(code.type(), code.code(), code.happened() + " " + code.next(), null));
        }

        static Attempts of(AccountOutcome outcome) {
            boolean goesOn = outcome.result() == AccountOutcome.Result.RETRYING;
            return new Attempts(!goesOn, outcome.steps(), outcome.result().name().toLowerCase(Locale.ROOT),
                    outcome.action().name().toLowerCase(Locale.ROOT), outcome.changes(), outcome.failure());
        }
    }

    @GetMapping("/internal/apps/{app}/attempts/{requestId}")
    @Allowed(Role.OPERATOR)
    Attempts attempts(@PathVariable String app, @PathVariable String requestId) {
        AccountOutcome outcome = requests.find(app, requestId).map(Requests.State::outcome).orElse(null);
        if (outcome != null) {
            return Attempts.of(outcome);
        }
        ErrorCode closed = delivery.condition(app).map(Delivery.Condition::closed).orElse(null);
        return closed == null ? Attempts.PENDING : Attempts.waiting(closed);
    }

    @PostMapping("/internal/apps/{app}/dry-run")
    @Allowed(Role.OPERATOR)
    Attempts dryRun(@PathVariable String app, @RequestBody DesiredAccount desired) {
        if (!desired.app().equals(app)) {
            throw Problem.badRequest("other-app", "The desired account belongs to another app.", "Send it to that app's route.");
        }
        DryRun.Report report = delivery.dryRun(desired);
        return new Attempts(true, report.steps(), report.failure() == null ? (report.changes().isEmpty() && report.action().equals("none") ? "unchanged" : "wouldApply")
                : "refused", report.action(), report.changes(), report.failure());
    }

    @PostMapping("/internal/apps/{app}/forget-links")
    @Allowed(Role.OPERATOR)
    ResponseEntity<Void> forgetLinks(@PathVariable String app, HttpServletRequest request) {
        delivery.forgetLinks(app);
        String id = "forget-links/" + app + "/" + RequestId.of(request);
        Activity activity = new Activity(id, clock.instant(), "admin", "success", app, null, null, Caller.current().subject(), List.of(),
                "The links between people and accounts were forgotten; accounts are looked up again.", List.of(), null, Map.of());
        publisher.publish(List.of(Outgoing.of(Topic.ACTIVITY, app, Codec.envelope(id, "writer", app, clock.instant(), activity))));
        return ResponseEntity.noContent().build();
    }
}
