package dev.lockstep.console.replay;

import dev.lockstep.kit.web.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a replay is to take on: what a filter finds, or what is named.
 *
 * @param ids of failures and of parked messages; empty when the filter counts
 */
public record Selection(FailureFilter filter, List<String> ids) {
    private static final Pattern ACCOUNT = Pattern.compile("[a-z0-9-]{1,40}/.+");
    private static final int MOST = 10_000;

    /** @throws Problem 400 when neither or both are given */
    public static Selection of(@Nullable FailureFilter filter, @Nullable List<String> ids) {
        boolean named = ids != null && !ids.isEmpty();
        if (named == (filter != null) || named && ids.size() > MOST) {
            throw Problem.badRequest("bad-selection", "Which failures are meant is not clear.",
                    "Give a filter (empty for all), or 1 to " + MOST + " ids as in GET /api/v1/failures; not both.");
        }
        return new Selection(filter == null ? FailureFilter.ALL : filter.checked(), named ? List.copyOf(ids) : List.of());
    }

    boolean isByIds() {
        return !ids.isEmpty();
    }

    List<String> accountIds() {
        return ids.stream().filter(id -> ACCOUNT.matcher(id).matches()).distinct().toList();
    }

    List<String> parkedIds() {
        return ids.stream().filter(id -> !ACCOUNT.matcher(id).matches()).distinct().toList();
    }

    boolean meansParked() {
        return isByIds() ? !parkedIds().isEmpty() : filter.meansParked();
    }

    /** The only apps that it can reach; empty when it can reach any. */
    Set<String> apps() {
        if (!isByIds()) {
            return filter.app() == null ? Set.of() : Set.of(filter.app());
        }
        return parkedIds().isEmpty() ? accountIds().stream().map(Selection::app).collect(Collectors.toSet()) : Set.of();
    }

    /** As the replay keeps it: the filter, or how many were named and of which apps. */
    Map<String, Object> recorded() {
        if (!isByIds()) {
            return new LinkedHashMap<>(filter.set());
        }
        return Map.of("ids", accountIds().size(), "apps", accountIds().stream().map(Selection::app).distinct().sorted().toList());
    }

    private static String app(String id) {
        return id.substring(0, id.indexOf('/'));
    }
}
