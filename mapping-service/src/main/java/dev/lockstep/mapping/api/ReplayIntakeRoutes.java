package dev.lockstep.mapping.api;

import dev.lockstep.kit.web.Allowed;
import dev.lockstep.kit.web.Caller;
import dev.lockstep.kit.web.Problem;
import dev.lockstep.kit.web.Role;
import dev.lockstep.mapping.api.ReplayRoutes.ReplayView;
import dev.lockstep.mapping.replay.Foresight;
import dev.lockstep.mapping.replay.Foresight.Account;
import dev.lockstep.mapping.replay.Foresight.Foreseen;
import dev.lockstep.mapping.replay.Item.Wanted;
import dev.lockstep.mapping.replay.Replay;
import dev.lockstep.mapping.replay.Replays;
import io.swagger.v3.oas.annotations.Operation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** How the console puts a replay together: it knows the failures, this service decides. */
@RestController
@RequestMapping("/internal/replays")
final class ReplayIntakeRoutes {
    private static final int MOST_PREVIEWED = 500;
    private static final int MOST_ADDED = 1000;
    private static final int LONGEST_REASON = 1000;
    private final Replays replays;
    private final Foresight foresight;

    ReplayIntakeRoutes(Replays replays, Foresight foresight) {
        this.replays = replays;
        this.foresight = foresight;
    }

    /** @param failureId as the writer names it; null where the item is no failure */
    record ItemBody(@Nullable String app, @Nullable String objectId, @Nullable String failureId) {
    }

    record ItemsBody(@Nullable List<@Nullable ItemBody> items) {
    }

    record PreviewView(List<Foreseen> items) {
    }

    @PostMapping("/preview")
    @Allowed(Role.OPERATOR)
    @Operation(summary = "What a replay of up to 500 accounts would publish today; nothing is published: {items[{app, objectId}]}")
    PreviewView preview(@RequestBody ItemsBody body) {
        return new PreviewView(foresight.of(wanted(body, MOST_PREVIEWED).stream().map(item -> new Account(item.app(), item.objectId())).toList()));
    }

    /** @param kind {@code failures} or {@code events} */
    record Opening(@Nullable String kind, @Nullable Map<String, @Nullable Object> filter, @Nullable Integer perSecond, @Nullable String reason) {
    }

    record Opened(String id) {
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Allowed(Role.OPERATOR)
    @Operation(summary = "A replay to add items to: {kind, filter, perSecond, reason?}; removed when it has not begun within an hour")
    Opened open(@RequestBody Opening body) {
        Replay.Kind kind = switch (body.kind()) {
            case "failures" -> Replay.Kind.FAILURES;
            case "events" -> Replay.Kind.EVENTS;
            case null, default -> throw Problem.badRequest("malformed", "A replay has a kind.", "Send failures or events.");
        };
        if (body.reason() != null && body.reason().length() > LONGEST_REASON) {
            throw Problem.badRequest("malformed", "The reason is too long.", "Send at most " + LONGEST_REASON + " characters.");
        }
        Map<String, @Nullable Object> filter = new LinkedHashMap<>();
        (body.filter() == null ? Map.<String, @Nullable Object>of() : body.filter()).forEach((name, value) -> {
            if (name.isEmpty() || name.startsWith("$") || name.contains(".")) {
                throw Problem.badRequest("malformed", "A name in the filter cannot be kept.", "Use the names of the list's filters.");
            }
            filter.put(name, value);
        });
        return new Opened(replays.open(kind, filter, body.perSecond(), body.reason(), Caller.current().subject()).id());
    }

    @PostMapping("/{id}/items")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Allowed(Role.OPERATOR)
    @Operation(summary = "Adds up to 1,000 accounts; adding one twice is adding it once: {items[{app, objectId, failureId}]}")
    void add(@PathVariable String id, @RequestBody ItemsBody body) {
        replays.add(id, wanted(body, MOST_ADDED));
    }

    @PostMapping("/{id}/begin")
    @Allowed(Role.OPERATOR)
    @Operation(summary = "From now on the replay is run")
    ReplayView begin(@PathVariable String id) {
        return ReplayView.of(replays.begin(id));
    }

    private static List<Wanted> wanted(ItemsBody body, int most) {
        List<@Nullable ItemBody> items = body.items();
        if (items == null || items.size() > most) {
            throw Problem.badRequest("malformed", "The body needs items, " + most + " at most.", "Send them in several requests.");
        }
        List<Wanted> wanted = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            ItemBody item = items.get(i);
            if (item == null || item.app() == null || item.objectId() == null || item.app().isEmpty() || item.objectId().isEmpty()) {
                throw Problem.invalid("An item is incomplete.", "Send app and objectId with each.",
                        List.of(new Problem.Detail("/items/" + i, "required", "app and objectId are required.")));
            }
            wanted.add(new Wanted(item.app(), item.objectId(), item.failureId()));
        }
        return wanted;
    }
}
