package dev.lockstep.console.replay;

import dev.lockstep.console.gateway.Service;
import dev.lockstep.console.gateway.ServiceCalls;
import dev.lockstep.kit.web.Caller;
import dev.lockstep.kit.web.Page;
import dev.lockstep.kit.web.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The writer's failures, followed by the messages that mapping found parked. One cursor says in which of the two it is. */
public final class Failures {
    /** Most that the services give, and take, at once. */
    static final int PAGE = Page.MAX_LIMIT;
    private static final String IN_ACCOUNTS = "a.";
    private static final String IN_PARKED = "p.";

    private final ServiceCalls services;

    public Failures(ServiceCalls services) {
        this.services = services;
    }

    /** @param cursor as an earlier page gave it; null for the first page */
    public Page<Failure> list(FailureFilter filter, @Nullable Integer limit, @Nullable String cursor, Caller caller) {
        int size = Page.limit(limit);
        if (cursor != null && !cursor.isEmpty() && !cursor.startsWith(IN_ACCOUNTS) && !cursor.startsWith(IN_PARKED)) {
            throw Problem.badRequest("bad-cursor", "The cursor is not one that this list gave out.", "Start again without a cursor.");
        }
        boolean inParked = cursor != null && cursor.startsWith(IN_PARKED);
        String position = cursor == null || cursor.isEmpty() ? null : cursor.substring(IN_ACCOUNTS.length());
        List<Failure> items = new ArrayList<>();
        if (!inParked && filter.meansAccounts()) {
            JsonNode page = accounts(filter, size, position, caller);
            page.path("items").forEach(item -> items.add(Failure.ofAccount(item)));
            String next = page.path("nextCursor").asString(null);
            if (next != null || !filter.meansParked()) {
                return new Page<>(items, next == null ? null : IN_ACCOUNTS + next);
            }
            if (items.size() == size) {
                return new Page<>(items, IN_PARKED);
            }
            position = null;
        }
        return filter.meansParked() ? withParked(items, filter, size - items.size(), position, caller) : new Page<>(items, null);
    }

    /** Accounts that were found are shown also when mapping is away: the next page then says so. */
    private Page<Failure> withParked(List<Failure> items, FailureFilter filter, int size, @Nullable String position, Caller caller) {
        JsonNode page;
        try {
            page = parked(filter, size, position, caller);
        } catch (Problem e) {
            if (items.isEmpty()) {
                throw e;
            }
            return new Page<>(items, IN_PARKED);
        }
        page.path("items").forEach(item -> items.add(Failure.ofParked(item)));
        String next = page.path("nextCursor").asString(null);
        return new Page<>(items, next == null ? null : IN_PARKED + next);
    }

    private JsonNode accounts(FailureFilter filter, int size, @Nullable String position, Caller caller) {
        return page(Service.WRITER, "/api/v1/failures", filter.set(), size, position, caller);
    }

    private JsonNode parked(FailureFilter filter, int size, @Nullable String position, Caller caller) {
        Map<String, String> waiting = new LinkedHashMap<>(filter.ofParked());
        waiting.put("state", "parked");
        return page(Service.MAPPING, "/api/v1/parked", waiting, size, position, caller);
    }

    private JsonNode page(Service service, String path, Map<String, String> filter, int size, @Nullable String position, Caller caller) {
        Map<String, String> query = new LinkedHashMap<>(filter);
        query.put("limit", String.valueOf(size));
        if (position != null && !position.isEmpty()) {
            query.put("cursor", position);
        }
        return services.get(service, path + "?" + FailureFilter.query(query), caller).orRefuse().tree();
    }

    /** Gives all failing accounts that are meant, page by page. */
    void accounts(Selection selection, Caller caller, Consumer<List<Failure>> pages) {
        List<String> ids = selection.accountIds();
        if (selection.isByIds()) {
            for (int from = 0; from < ids.size(); from += PAGE) {
                JsonNode found = services.post(Service.WRITER, "/internal/failures", Map.of("ids", ids.subList(from, Math.min(ids.size(), from + PAGE))), caller)
                        .orRefuse().tree();
                give(found, pages);
            }
            return;
        }
        if (!selection.filter().meansAccounts()) {
            return;
        }
        String next = null;
        do {
            JsonNode page = accounts(selection.filter(), PAGE, next, caller);
            give(page, pages);
            next = page.path("nextCursor").asString(null);
        } while (next != null);
    }

    private static void give(JsonNode answer, Consumer<List<Failure>> pages) {
        List<Failure> items = new ArrayList<>();
        answer.path("items").forEach(item -> items.add(Failure.ofAccount(item)));
        if (!items.isEmpty()) {
            pages.accept(items);
        }
    }
}
