package dev.lockstep.writer.scim;

import dev.lockstep.kit.net.AddressPolicy;
import dev.lockstep.writer.secret.Secret;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Access tokens by client credentials (RFC 6749, section 4.4), kept until shortly before they expire. The token endpoint is
 * under the same guard as the target.
 */
public final class OAuthTokens implements ScimClient.Authorization {
    private static final int LIMIT = 64 << 10;
    private static final long SPARE_MILLIS = 30_000;
    private static final long DEFAULT_SECONDS = 300;
    private static final TypeReference<Map<String, @Nullable Object>> OBJECT = new TypeReference<>() {
    };

    private final String endpoint;
    private final String clientId;
    private final Secret secret;
    private final List<String> scopes;
    private final AddressPolicy policy;
    private final Duration connect;
    private final Duration total;
    private final Deadlines deadlines;
    private final Clock clock;
    private @Nullable String header;
    private long validUntil;

    public OAuthTokens(String endpoint, String clientId, Secret secret, List<String> scopes, AddressPolicy policy, Duration connect, Duration total,
            Deadlines deadlines, Clock clock) {
        this.endpoint = endpoint;
        this.clientId = clientId;
        this.secret = secret;
        this.scopes = scopes;
        this.policy = policy;
        this.connect = connect;
        this.total = total;
        this.deadlines = deadlines;
        this.clock = clock;
    }

    @Override
    public synchronized @Nullable String header() {
        if (header == null || clock.millis() > validUntil) {
            header = fetch();
        }
        return header;
    }

    private @Nullable String fetch() {
        URI url;
        try {
            url = URI.create(endpoint);
        } catch (IllegalArgumentException e) {
            return null;
        }
        if (policy.refusal(url).isPresent()) {
            return null;
        }
        String form = "grant_type=client_credentials" + (scopes.isEmpty() ? "" : "&scope=" + encode(String.join(" ", scopes)));
        String basic = "Basic " + Base64.getEncoder().encodeToString((encode(clientId) + ":" + encode(secret.reveal())).getBytes(StandardCharsets.UTF_8));
        String path = (url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath()) + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery());
        try (HttpCalls http = new HttpCalls(url, policy, 1, connect, total, deadlines)) {
            HttpCalls.Raw raw = http.call("POST", path, form.getBytes(StandardCharsets.UTF_8), () -> true, "application/x-www-form-urlencoded", LIMIT,
                    "Accept", "application/json", "Authorization", basic);
            if (raw.failure() != null || raw.status() != 200) {
                return null;
            }
            Map<String, @Nullable Object> token = JsonMapper.shared().readValue(raw.body(), OBJECT);
            long seconds = token.get("expires_in") instanceof Number n ? n.longValue() : DEFAULT_SECONDS;
            validUntil = clock.millis() + Math.max(1_000, seconds * 1000 - SPARE_MILLIS);
            return token.get("access_token") instanceof String text ? "Bearer " + text : null;
        } catch (JacksonException e) {
            return null;
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
