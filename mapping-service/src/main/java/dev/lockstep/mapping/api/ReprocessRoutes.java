package dev.lockstep.mapping.api;

import dev.lockstep.kit.web.Allowed;
import dev.lockstep.kit.web.Caller;
import dev.lockstep.kit.web.Problem;
import dev.lockstep.kit.web.Role;
import dev.lockstep.mapping.replay.Replay;
import dev.lockstep.mapping.replay.Reprocess;
import io.swagger.v3.oas.annotations.Operation;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Past events of a source. */
@RestController
final class ReprocessRoutes {
    private final Reprocess reprocess;

    ReprocessRoutes(Reprocess reprocess) {
        this.reprocess = reprocess;
    }

    /**
     * @param from inclusive
     * @param to exclusive; now when absent
     * @param app the only one, or all that run when absent
     */
    record Request(@Nullable Instant from, @Nullable Instant to, @Nullable String app, @Nullable Boolean dryRun, @Nullable Integer perSecond) {
    }

    record Started(String replayId, long accounts) {
    }

    @PostMapping("/api/v1/sources/{source}/reprocess")
    @Allowed(Role.OPERATOR)
    @Operation(summary = "Decides everybody again whom a source's events of a time range concern: {from, to?, app?, dryRun?, perSecond?}",
            description = "The old events are not applied again, they could revive what has been overtaken: each person is decided from today's "
                    + "directory and mapping, and so are, for apps with groupsEnabled, the groups that changed and the memberships that the events are about: "
                    + "all of a group's when it was created, deleted, restored or purged. Events are kept for 7 days. With dryRun the answer counts the wanted states; else a replay of kind "
                    + "events has begun, see /api/v1/replays.")
    ResponseEntity<Object> reprocess(@PathVariable String source, @RequestBody Request request) {
        if (request.from() == null) {
            throw Problem.invalid("A required field is missing.", "Send the fields that are named.",
                    List.of(new Problem.Detail("/from", "required", "A time is required, such as 2026-05-01T08:00:00Z.")));
        }
        Reprocess.Range range = new Reprocess.Range(source, request.from(), request.to() == null ? Instant.now() : request.to(), request.app());
        if (Boolean.TRUE.equals(request.dryRun())) {
            return ResponseEntity.ok(reprocess.preview(range));
        }
        Replay replay = reprocess.start(range, request.perSecond(), Caller.current().subject());
        return ResponseEntity.status(HttpStatus.ACCEPTED).body(new Started(replay.id(), replay.counts().matched()));
    }
}
