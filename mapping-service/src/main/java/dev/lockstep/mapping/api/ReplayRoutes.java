package dev.lockstep.mapping.api;

import dev.lockstep.kit.web.Allowed;
import dev.lockstep.kit.web.Caller;
import dev.lockstep.kit.web.Page;
import dev.lockstep.kit.web.Problem;
import dev.lockstep.kit.web.Role;
import dev.lockstep.mapping.replay.Item;
import dev.lockstep.mapping.replay.Replay;
import dev.lockstep.mapping.replay.Replay.Counts;
import dev.lockstep.mapping.replay.Replay.Result;
import dev.lockstep.mapping.replay.Replays;
import io.swagger.v3.oas.annotations.Operation;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Replays: how they go, how they went, and cancelling. */
@RestController
@RequestMapping("/api/v1/replays")
final class ReplayRoutes {
    private final Replays replays;

    ReplayRoutes(Replays replays) {
        this.replays = replays;
    }

    /** @param reason {@code paused}, {@code off} or {@code writer} */
    record WaitView(String app, String reason, Instant since) {
    }

    /**
     * @param kind {@code failures} or {@code events}
     * @param state {@code collecting}, {@code running}, {@code done} or {@code cancelled}
     * @param done settled items, those that failed among them
     * @param waitsFor apps whose items do not get on; empty when none
     */
    record ReplayView(String id, String kind, String state, long matched, long sent, long done, long failed, Map<String, Long> results,
            int perSecond, Instant createdAt, @Nullable Instant startedAt, @Nullable Instant endedAt, String by, @Nullable String cancelledBy,
            @Nullable String reason, Map<String, @Nullable Object> filter, List<WaitView> waitsFor) {
        static ReplayView of(Replay replay) {
            Counts counts = replay.counts();
            Map<String, Long> results = new LinkedHashMap<>();
            for (Result result : Result.values()) {
                results.put(result.spelling(), counts.results().getOrDefault(result, 0L));
            }
            return new ReplayView(replay.id(), replay.kind().name().toLowerCase(java.util.Locale.ROOT), replay.state().spelling(), counts.matched(),
                    counts.sent(), counts.done(), counts.failed(), results, replay.perSecond(), replay.createdAt(), replay.startedAt(),
                    replay.endedAt(), replay.by(), replay.cancelledBy(), replay.reason(), replay.filter(),
                    replay.waitsFor().stream().map(wait -> new WaitView(wait.app(), wait.reason(), wait.since())).toList());
        }
    }

    /** @param state {@code waiting}, {@code sent} or {@code settled} */
    record ItemView(String app, String objectId, @Nullable String failureId, String state, @Nullable String result, @Nullable String code,
            @Nullable Instant settledAt) {
        static ItemView of(Item item) {
            return new ItemView(item.app(), item.objectId(), item.failureId(), item.state().spelling(),
                    item.result() == null ? null : item.result().spelling(), item.code(), item.settledAt());
        }
    }

    @GetMapping
    @Allowed({Role.OPERATOR, Role.AUDITOR})
    @Operation(summary = "Replays, newest first; kept for 90 days after their end")
    Page<ReplayView> list(@RequestParam(required = false) @Nullable Integer limit, @RequestParam(required = false) @Nullable String cursor) {
        int most = Page.limit(limit);
        return Page.of(replays.page(Page.decode(cursor), most + 1), most, Replay::id).map(ReplayView::of);
    }

    @GetMapping("/{id}")
    @Allowed({Role.OPERATOR, Role.AUDITOR})
    @Operation(summary = "One replay: how far it is, what came of it, and what it waits for")
    ReplayView one(@PathVariable String id) {
        return ReplayView.of(replays.get(id));
    }

    @GetMapping("/{id}/items")
    @Allowed({Role.OPERATOR, Role.AUDITOR})
    @Operation(summary = "The report: every account of a replay with what came of it, also by result")
    Page<ItemView> items(@PathVariable String id, @RequestParam(required = false) @Nullable String result,
            @RequestParam(required = false) @Nullable Integer limit, @RequestParam(required = false) @Nullable String cursor) {
        int most = Page.limit(limit);
        return Page.of(replays.items(id, result(result), Page.decode(cursor), most + 1), most, Item::key).map(ItemView::of);
    }

    private static @Nullable Result result(@Nullable String spelling) {
        if (spelling == null || spelling.isEmpty()) {
            return null;
        }
        List<Result> results = Arrays.asList(Result.values());
        return results.stream().filter(result -> result.spelling().equals(spelling)).findFirst().orElseThrow(() -> Problem.badRequest("bad-result",
                "There is no such result.", "Use one of " + String.join(", ", results.stream().map(Result::spelling).toList()) + "."));
    }

    @PostMapping("/{id}/cancel")
    @Allowed(Role.OPERATOR)
    @Operation(summary = "Sends nothing more of a replay; what the writer has is still attempted")
    ReplayView cancel(@PathVariable String id) {
        return ReplayView.of(replays.cancel(id, Caller.current().subject()));
    }
}
