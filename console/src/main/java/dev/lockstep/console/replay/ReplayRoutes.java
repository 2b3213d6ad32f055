package dev.lockstep.console.replay;

import dev.lockstep.console.tokens.Grant;
import dev.lockstep.kit.web.Allowed;
import dev.lockstep.kit.web.Caller;
import dev.lockstep.kit.web.Page;
import dev.lockstep.kit.web.Problem;
import dev.lockstep.kit.web.Role;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Failures and their replays. A token that is limited to apps reaches replays of these apps only. */
@RestController
class ReplayRoutes {
    private static final int MOST_PER_SECOND = 1_000;
    private static final int LONGEST_REASON = 500;

    private final Failures failures;
    private final Replays replays;

    ReplayRoutes(Failures failures, Replays replays) {
        this.failures = failures;
        this.replays = replays;
    }

    @GetMapping("/api/v1/failures")
    @Allowed({Role.OPERATOR, Role.AUDITOR})
    @Operation(summary = "Accounts whose newest desire failed, and after them messages that no service could use (class parked), by app, class, code, "
            + "person, cause and time of the last attempt")
    Page<Failure> failures(@RequestParam @Nullable String app, @RequestParam(name = "class") @Nullable String type, @RequestParam @Nullable String code,
            @RequestParam @Nullable String user, @RequestParam @Nullable String since, @RequestParam @Nullable String until,
            @RequestParam @Nullable String cause, @RequestParam @Nullable Integer limit, @RequestParam @Nullable String cursor, HttpServletRequest request) {
        FailureFilter filter = new FailureFilter(app, type, code, user, since, until, cause).checked();
        ReplayScopes.require(Grant.of(request), filter);
        return failures.list(filter, limit, cursor, Caller.current());
    }

    /**
     * @param filter which failures; or
     * @param ids of failures and parked messages
     * @param dryRun only tell what would be done
     * @param perSecond accounts asked for in a second, 1 to 1000
     * @param reason for the record
     */
    record Request(@Nullable FailureFilter filter, @Nullable List<String> ids, @Nullable Boolean dryRun, @Nullable Integer perSecond,
            @Nullable String reason) {
    }

    @PostMapping("/api/v1/failures/replay")
    @Allowed(Role.OPERATOR)
    @Operation(summary = "Decides failed accounts anew from today's directory and mappings and attempts them again; a dry run counts what would be done")
    ResponseEntity<Replays.Answer> replay(@RequestBody Request asked, HttpServletRequest request) {
        Selection selection = Selection.of(asked.filter(), asked.ids());
        ReplayScopes.require(Grant.of(request), selection);
        Replays.Answer answer = Boolean.TRUE.equals(asked.dryRun()) ? replays.preview(selection, Caller.current())
                : replays.run(selection, perSecond(asked.perSecond()), reason(asked.reason()), Caller.current());
        return ResponseEntity.status(answer.isUnderWay() ? HttpStatus.ACCEPTED : HttpStatus.OK).body(answer);
    }

    private static @Nullable Integer perSecond(@Nullable Integer asked) {
        if (asked != null && (asked < 1 || asked > MOST_PER_SECOND)) {
            throw Problem.badRequest("bad-rate", "perSecond must be between 1 and " + MOST_PER_SECOND + ".",
                    "Leave it out for the usual rate; the app's own limits count in any case.");
        }
        return asked;
    }

    private static @Nullable String reason(@Nullable String asked) {
        if (asked != null && asked.length() > LONGEST_REASON) {
            throw Problem.badRequest("bad-reason", "A reason has at most " + LONGEST_REASON + " characters.", "Shorten it.");
        }
        return asked == null || asked.isBlank() ? null : asked.strip();
    }

    @GetMapping("/api/v1/replays/{id}")
    @Allowed({Role.OPERATOR, Role.AUDITOR})
    @Hidden
    JsonNode one(@PathVariable String id, HttpServletRequest request) {
        JsonNode replay = replays.replay(id, Caller.current());
        ReplayScopes.require(Grant.of(request), replay);
        return replay;
    }

    @GetMapping("/api/v1/replays/{id}/items")
    @Allowed({Role.OPERATOR, Role.AUDITOR})
    @Hidden
    JsonNode items(@PathVariable String id, @RequestParam Map<String, String> query, HttpServletRequest request) {
        checkScope(id, request);
        return replays.items(id, new LinkedHashMap<>(query), Caller.current());
    }

    @PostMapping("/api/v1/replays/{id}/cancel")
    @Allowed(Role.OPERATOR)
    @Hidden
    JsonNode cancel(@PathVariable String id, HttpServletRequest request) {
        checkScope(id, request);
        return replays.cancel(id, Caller.current());
    }

    private void checkScope(String id, HttpServletRequest request) {
        Grant grant = Grant.of(request);
        if (grant != null && grant.isLimited()) {
            ReplayScopes.require(grant, replays.replay(id, Caller.current()));
        }
    }
}
