package dev.lockstep.console.job;

import dev.lockstep.console.gateway.Scopes;
import dev.lockstep.console.tokens.Grant;
import dev.lockstep.kit.web.Allowed;
import dev.lockstep.kit.web.Caller;
import dev.lockstep.kit.web.Problem;
import dev.lockstep.kit.web.RequestId;
import dev.lockstep.kit.web.Role;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What two services answer together: {@code /api/v1/apps/{app}/job} and {@code provision-on-demand}. */
@RestController
@RequestMapping("/api/v1/apps/{app}")
class JobRoutes {
    private static final Pattern APP = Pattern.compile("[a-z0-9-]{1,40}");
    private final Jobs jobs;
    private final OnDemand onDemand;

    JobRoutes(Jobs jobs, OnDemand onDemand) {
        this.jobs = jobs;
        this.onDemand = onDemand;
    }

    /** @param forgetLinks match all accounts anew instead of trusting the known links */
    record Restart(@Nullable Boolean forgetLinks) {
    }

    /**
     * @param objectType {@code user} or {@code group}
     * @param dryRun only tell what would be done
     */
    record Wanted(@Nullable String objectType, @Nullable String objectId, @Nullable Boolean dryRun) {
    }

    @GetMapping("/job")
    @Allowed({Role.OPERATOR, Role.AUDITOR})
    @Operation(summary = "Status, progress and backlog of an app's job")
    Job job(@PathVariable String app, HttpServletRequest request) {
        return jobs.job(checked(app, request), Caller.current());
    }

    @PostMapping("/job/start")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Allowed(Role.OPERATOR)
    @Operation(summary = "Starts or resumes an app's job")
    Job start(@PathVariable String app, HttpServletRequest request) {
        return jobs.command(checked(app, request), Jobs.Command.START, false, Caller.current());
    }

    @PostMapping("/job/pause")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Allowed(Role.OPERATOR)
    @Operation(summary = "Pauses an app's job")
    Job pause(@PathVariable String app, HttpServletRequest request) {
        return jobs.command(checked(app, request), Jobs.Command.PAUSE, false, Caller.current());
    }

    @PostMapping("/job/restart")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Allowed(Role.OPERATOR)
    @Operation(summary = "Starts an app's job anew with an initial synchronization")
    Job restart(@PathVariable String app, @RequestBody(required = false) @Nullable Restart restart, HttpServletRequest request) {
        boolean forgetLinks = restart != null && Boolean.TRUE.equals(restart.forgetLinks());
        return jobs.command(checked(app, request), Jobs.Command.RESTART, forgetLinks, Caller.current());
    }

    @PostMapping("/provision-on-demand")
    @Allowed(Role.OPERATOR)
    @Operation(summary = "Provisions one user or group now, or tells what would be done")
    OnDemand.Answer provision(@PathVariable String app, @RequestBody Wanted wanted, HttpServletRequest request) {
        List<Problem.Detail> errors = new ArrayList<>();
        String type = wanted.objectType();
        if (!"user".equals(type) && !"group".equals(type)) {
            errors.add(new Problem.Detail("/objectType", "invalid", "user or group"));
        }
        String id = wanted.objectId();
        if (id == null || id.isBlank()) {
            errors.add(new Problem.Detail("/objectId", "required", "the object's id in the directory"));
        }
        if (!errors.isEmpty() || type == null || id == null) {
            throw Problem.invalid("The request names no object.", "Correct the named fields and send it again.", errors);
        }
        return onDemand.provision(checked(app, request), type, id, Boolean.TRUE.equals(wanted.dryRun()),
                "on-demand-" + RequestId.of(request), Caller.current());
    }

    private static String checked(String app, HttpServletRequest request) {
        Grant grant = Grant.of(request);
        if (grant != null) {
            Scopes.requireApp(grant, app);
        }
        if (!APP.matcher(app).matches()) {
            throw Problem.notFound("The app", "GET /api/v1/apps lists the apps that exist.");
        }
        return app;
    }
}
