package dev.lockstep.console.replay;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.lockstep.kit.web.Problem;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which failures are meant; null for all of that kind.
 *
 * @param type {@code transient}, {@code permanent}, {@code conflict}, {@code appWide} or {@code parked}
 * @param code of the error catalogue, or why a message was parked
 * @param user object id or user name
 * @param since RFC 3339; the last attempt was then or later
 * @param until RFC 3339; the last attempt was before
 * @param cause id of an event that led there, {@code <source>/<eventId>}
 */
public record FailureFilter(@Nullable String app, @JsonProperty("class") @Nullable String type, @Nullable String code, @Nullable String user,
        @Nullable String since, @Nullable String until, @Nullable String cause) {
    public static final String PARKED = "parked";
    private static final Set<String> CLASSES = Set.of("transient", "permanent", "conflict", "appWide", PARKED);
    public static final FailureFilter ALL = new FailureFilter(null, null, null, null, null, null, null);

    public FailureFilter {
        app = empty(app);
        type = empty(type);
        code = empty(code);
        user = empty(user);
        since = empty(since);
        until = empty(until);
        cause = empty(cause);
    }

    /** @throws Problem 400 when it names a class that there is not, or what nothing can meet */
    public FailureFilter checked() {
        if (type != null && !CLASSES.contains(type)) {
            throw Problem.badRequest("bad-class", "There is no class of failures of this name.", "Use transient, permanent, conflict, appWide or parked.");
        }
        if (PARKED.equals(type) && !meansParked()) {
            throw Problem.badRequest("bad-filter", "Parked messages belong to no app and no person.", "Narrow them with code and since only.");
        }
        return this;
    }

    private static @Nullable String empty(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    /** Whether accounts are among what is meant. */
    boolean meansAccounts() {
        return !PARKED.equals(type);
    }

    /** Whether parked messages are: they belong to no app and no person, and are told apart by code and time alone. */
    boolean meansParked() {
        return (type == null || type.equals(PARKED)) && app == null && user == null && cause == null && until == null;
    }

    /** What is set, by its name in the API. */
    public Map<String, String> set() {
        Map<String, String> set = new LinkedHashMap<>();
        put(set, "app", app);
        put(set, "class", type);
        put(set, "code", code);
        put(set, "user", user);
        put(set, "since", since);
        put(set, "until", until);
        put(set, "cause", cause);
        return set;
    }

    /** What of it can be said of a parked message. */
    Map<String, String> ofParked() {
        Map<String, String> set = new LinkedHashMap<>();
        put(set, "code", code);
        put(set, "since", since);
        return set;
    }

    private static void put(Map<String, String> set, String name, @Nullable String value) {
        if (value != null) {
            set.put(name, value);
        }
    }

    static String query(Map<String, String> parameters) {
        return parameters.entrySet().stream().map(p -> p.getKey() + "=" + encoded(p.getValue())).collect(Collectors.joining("&"));
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
