package dev.lockstep.mapping.api;

import dev.lockstep.contracts.ObjectType;
import dev.lockstep.kit.web.Allowed;
import dev.lockstep.kit.web.Caller;
import dev.lockstep.kit.web.Problem;
import dev.lockstep.kit.web.Role;
import dev.lockstep.mapping.administration.AppAdministration;
import dev.lockstep.mapping.administration.OnDemand;
import dev.lockstep.mapping.administration.Waiting;
import dev.lockstep.mapping.app.App;
import dev.lockstep.mapping.app.Job;
import dev.lockstep.mapping.parked.ParkedMessages;
import dev.lockstep.mapping.planning.SweepStore;
import dev.lockstep.mapping.planning.SweepStore.Sweep;
import io.swagger.v3.oas.annotations.Operation;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The provisioning job of an app, and provision on demand as far as this service goes. */
@RestController
final class JobRoutes {
    private final AppAdministration apps;
    private final OnDemand onDemand;
    private final SweepStore sweeps;
    private final Waiting waiting;
    private final ParkedMessages parked;

    JobRoutes(AppAdministration apps, OnDemand onDemand, SweepStore sweeps, Waiting waiting, ParkedMessages parked) {
        this.apps = apps;
        this.onDemand = onDemand;
        this.sweeps = sweeps;
        this.waiting = waiting;
        this.parked = parked;
    }

    /**
     * @param directory changes and questions that wait to be decided, of all apps
     * @param parked messages that a service could not use: of this app, and of the directory, which may concern it
     */
    record Backlog(long directory, long parked) {
    }

    /**
     * @param total persons in scope that were enumerated so far
     * @param totalKnown the enumeration has ended
     * @param evaluated everything that the sync asked for is decided and published
     */
    record JobView(String status, @Nullable String syncId, @Nullable Instant startedAt, long total, boolean totalKnown,
            boolean evaluated, Backlog backlog) {
    }

    @GetMapping("/internal/apps/{app}/job")
    @Allowed({Role.OPERATOR, Role.AUDITOR})
    @Operation(summary = "This service's part of the job's state")
    JobView job(@PathVariable String app) {
        return view(apps.get(app));
    }

    @PostMapping("/api/v1/apps/{app}/job/start")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Allowed(Role.OPERATOR)
    @Operation(summary = "Starts the job, or goes on with a paused one")
    JobView start(@PathVariable String app) {
        return view(apps.start(app, Caller.current().subject()));
    }

    @PostMapping("/api/v1/apps/{app}/job/pause")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Allowed(Role.OPERATOR)
    @Operation(summary = "Pauses the job; changes are kept until it goes on")
    JobView pause(@PathVariable String app) {
        return view(apps.pause(app, Caller.current().subject()));
    }

    /** @param forgetLinks whether accounts are matched anew; the console has the writer forget the links before it calls here */
    record Restart(@Nullable Boolean forgetLinks) {
    }

    @PostMapping("/api/v1/apps/{app}/job/restart")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Allowed(Role.OPERATOR)
    @Operation(summary = "Evaluates everybody anew; {forgetLinks?}")
    JobView restart(@PathVariable String app, @RequestBody(required = false) @Nullable Restart options) {
        return view(apps.restart(app, Caller.current().subject()));
    }

    private JobView view(App app) {
        Job.Sync sync = app.job().current();
        Optional<Sweep> sweep = sync == null ? Optional.empty() : sweeps.byId(sync.id());
        return new JobView(app.job().status(), sync == null ? null : sync.id(), sync == null ? null : sync.startedAt(),
                sweep.map(Sweep::total).orElse(0L), sweep.map(Sweep::ended).orElse(false),
                sweep.map(s -> s.ended() && s.allEvaluated()).orElse(false), new Backlog(waiting.count(), parked.waitingOf(app.id())));
    }

    /** @param objectType {@code user} */
    record OnDemandRequest(@Nullable String objectType, @Nullable String objectId, boolean dryRun, @Nullable String requestId) {
    }

    @PostMapping("/internal/apps/{app}/on-demand")
    @Allowed(Role.OPERATOR)
    @Operation(summary = "Import and scope of one user or group; without dryRun its owner decides and publishes at once")
    OnDemand.Answer onDemand(@PathVariable String app, @RequestBody OnDemandRequest request) {
        boolean group = "group".equalsIgnoreCase(request.objectType());
        if (request.objectId() == null || !group && !"user".equalsIgnoreCase(request.objectType())) {
            throw Problem.badRequest("malformed", "Provision on demand takes objectType user or group and an objectId.",
                    "Look the objectId up with GET /api/v1/directory/users?q= or /groups?q=.");
        }
        if (request.requestId() == null || request.requestId().isBlank()) {
            throw Problem.badRequest("malformed", "A requestId is required.", "Send a fresh one with each request.");
        }
        return onDemand.run(app, group ? ObjectType.GROUP : ObjectType.USER, request.objectId(), request.dryRun(), request.requestId(), Caller.current().subject());
    }
}
