package dev.lockstep.ingest.leaver;

import dev.lockstep.ingest.Posting;
import dev.lockstep.ingest.leaver.HeldLeavers.HeldLeaver;
import dev.lockstep.kit.web.Allowed;
import dev.lockstep.kit.web.Caller;
import dev.lockstep.kit.web.Page;
import dev.lockstep.kit.web.Problem;
import dev.lockstep.kit.web.Role;
import io.swagger.v3.oas.annotations.Operation;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Leavers of a snapshot that wait for a person. */
@RestController
@RequestMapping("/api/v1/sources/{source}/held")
class LeaverRoutes {
    private static final int MOST_IDS = 10_000;
    private static final int LONGEST_REASON = 500;

    private final HeldLeavers held;
    private final Leavers leavers;
    private final Posting posting;

    LeaverRoutes(HeldLeavers held, Leavers leavers, Posting posting) {
        this.held = held;
        this.leavers = leavers;
        this.posting = posting;
    }

    /** @param id object id, or group and member */
    record View(String id, String source, String uploadId, Instant heldSince) {
        static View of(HeldLeaver leaver) {
            return new View(leaver.key(), leaver.source(), leaver.uploadId(), leaver.since());
        }
    }

    @GetMapping
    @Allowed({Role.OPERATOR, Role.AUDITOR})
    @Operation(summary = "Who was missing from the newest snapshot of a source and is held, because too many were missing at once")
    Page<View> list(@PathVariable String source, @RequestParam @Nullable Integer limit, @RequestParam @Nullable String cursor) {
        posting.find(source);
        int size = Page.limit(limit);
        return Page.of(held.page(source, Page.decode(cursor), size + 1), size, leaver -> leaver.source() + "/" + leaver.key()).map(View::of);
    }

    /** @param ids whom is meant; empty or left out for all */
    record Request(@Nullable List<String> ids, @Nullable String reason) {
    }

    /** @param needsSecondPerson whether the same release has to be asked for by somebody else within a day */
    record Answer(int matched, int done, boolean needsSecondPerson, @Nullable String approvedBy) {
        static ResponseEntity<Answer> of(Leavers.Decision decision) {
            boolean waits = decision.approvedBy() != null;
            return ResponseEntity.status(waits ? HttpStatus.ACCEPTED : HttpStatus.OK)
                    .body(new Answer(decision.matched(), decision.done(), waits, decision.approvedBy()));
        }
    }

    @PostMapping("/release")
    @Allowed(Role.OPERATOR)
    @Operation(summary = "They have left; from 20 % of a source's objects on a second person has to ask for the same. Who is in the source again stays")
    ResponseEntity<Answer> release(@PathVariable String source, @RequestBody Request request) {
        return Answer.of(leavers.release(posting.find(source), ids(request), Caller.current().subject(), reason(request)));
    }

    @PostMapping("/reject")
    @Allowed(Role.OPERATOR)
    @Operation(summary = "They stay; a later snapshot without them asks again")
    ResponseEntity<Answer> reject(@PathVariable String source, @RequestBody Request request) {
        return Answer.of(leavers.reject(posting.find(source), ids(request), Caller.current().subject(), reason(request)));
    }

    private static Set<String> ids(Request request) {
        List<String> ids = request.ids() == null ? List.of() : request.ids();
        if (ids.size() > MOST_IDS) {
            throw Problem.badRequest("bad-selection", "These are too many ids at a time.", "Give at most " + MOST_IDS + " ids, or none for all.");
        }
        return Set.copyOf(ids);
    }

    private static String reason(Request request) {
        String reason = request.reason() == null ? "" : request.reason().strip();
        if (reason.isEmpty() || reason.length() > LONGEST_REASON) {
            throw Problem.badRequest("reason-required", "A decision about leavers needs a reason of 1 to " + LONGEST_REASON + " characters.",
                    "Say in reason why; it goes on record.");
        }
        return reason;
    }
}
