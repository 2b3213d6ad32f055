package dev.lockstep.mapping.api;

import dev.lockstep.kit.web.Problem;
import dev.lockstep.mapping.administration.Secrets;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Request bodies that hold secrets: read by hand, so that no text of them reaches a log or an error. */
final class Bodies {
    private static final int LONGEST_SECRET = 16_384;

    private Bodies() {
    }

    static String requiredText(Map<String, @Nullable Object> body, String field) {
        String text = text(body, field);
        if (text == null || text.isBlank()) {
            throw Problem.invalid("A required field is missing.", "Send the fields that are named.",
                    List.of(new Problem.Detail("/" + field, "required", "A text is required.")));
        }
        return text;
    }

    static @Nullable String text(Map<String, @Nullable Object> body, String field) {
        Object value = body.get(field);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw Problem.invalid("A field has the wrong type.", "Send a text.",
                List.of(new Problem.Detail("/" + field, "malformed", "It must be a text.")));
    }

    /** The bearer token of a body, or null when it holds none. */
    static Secrets.@Nullable Entered bearer(Map<String, @Nullable Object> body) {
        String token = text(body, "secretToken");
        if (token == null || token.isEmpty()) {
            return null;
        }
        return new Secrets.Entered.Bearer(sane(token, "/secretToken"));
    }

    static Map<String, @Nullable Object> without(Map<String, @Nullable Object> body, String field) {
        Map<String, @Nullable Object> rest = new LinkedHashMap<>(body);
        rest.remove(field);
        return rest;
    }

    /** Credentials of either kind. */
    static Secrets.Entered credentials(Map<String, @Nullable Object> body) {
        Secrets.Entered bearer = bearer(body);
        boolean oauth = body.get("oauthClientCredentials") instanceof Map<?, ?>;
        if (bearer != null && !oauth) {
            return bearer;
        }
        if (bearer == null && body.get("oauthClientCredentials") instanceof Map<?, ?> fields) {
            return oauth(fields);
        }
        throw Problem.badRequest("malformed", "The body needs exactly one of secretToken and oauthClientCredentials.",
                "Send {\"secretToken\": \"...\"} or {\"oauthClientCredentials\": {tokenEndpoint, clientId, clientSecret, scopes}}.");
    }

    private static Secrets.Entered oauth(Map<?, ?> fields) {
        List<Problem.Detail> wrong = new ArrayList<>();
        String endpoint = field(fields, "tokenEndpoint", wrong);
        String client = field(fields, "clientId", wrong);
        String secret = field(fields, "clientSecret", wrong);
        List<String> scopes = new ArrayList<>();
        if (fields.get("scopes") instanceof List<?> list) {
            list.forEach(scope -> scopes.add(String.valueOf(scope)));
        }
        if (!endpoint.isEmpty() && !web(endpoint)) {
            wrong.add(new Problem.Detail("/oauthClientCredentials/tokenEndpoint", "malformed", "It must be an absolute https address."));
        }
        if (!wrong.isEmpty()) {
            throw Problem.invalid("The client credentials are incomplete.", "Send the fields that are named.", wrong);
        }
        return new Secrets.Entered.OauthClient(endpoint, client, sane(secret, "/oauthClientCredentials/clientSecret"), scopes);
    }

    private static boolean web(String address) {
        try {
            URI uri = URI.create(address);
            return uri.getHost() != null && List.of("https", "http").contains(uri.getScheme());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String field(Map<?, ?> fields, String name, List<Problem.Detail> wrong) {
        if (fields.get(name) instanceof String text && !text.isBlank()) {
            return text;
        }
        wrong.add(new Problem.Detail("/oauthClientCredentials/" + name, "required", "A text is required."));
        return "";
    }

    /** A line break in a token would end in another header of the request. */
    private static String sane(String secret, String pointer) {
        if (secret.length() > LONGEST_SECRET || secret.chars().anyMatch(c -> c < ' ' || c == 127)) {
            throw Problem.invalid("The secret cannot be used.", "Copy it again, without line breaks.",
                    List.of(new Problem.Detail(pointer, "malformed", "It is too long or holds control characters.")));
        }
        return secret.strip();
    }
}
