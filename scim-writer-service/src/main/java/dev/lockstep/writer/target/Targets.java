package dev.lockstep.writer.target;

import dev.lockstep.contracts.AppConfig.Credentials;
import dev.lockstep.contracts.AppConfig;
import dev.lockstep.kit.net.AddressPolicy;
import dev.lockstep.kit.secret.Opener;
import dev.lockstep.writer.fault.ErrorCode;
import dev.lockstep.writer.scim.Deadlines;
import dev.lockstep.writer.scim.OAuthTokens;
import dev.lockstep.writer.scim.ScimClient;
import dev.lockstep.writer.secret.Secret;
import dev.lockstep.writer.secret.Secrets;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The apps' targets, built from their settings. */
public final class Targets implements AutoCloseable {
    /** Probes and look-ups of people who wait must not queue behind the accounts. */
    private static final int SPARE_CONNECTIONS = 4;

    private final Secrets secrets;
    private final AddressPolicy policy;
    private final Duration connect;
    private final Duration deadline;
    private final Clock clock;
    private final Deadlines deadlines = new Deadlines();
    private final Map<String, Target> targets = new ConcurrentHashMap<>();

    public Targets(Secrets secrets, AddressPolicy policy, Duration connect, Duration deadline, Clock clock) {
        this.secrets = secrets;
        this.policy = policy;
        this.connect = connect;
        this.deadline = deadline;
        this.clock = clock;
    }

    public Optional<Target> find(String app) {
        return Optional.ofNullable(targets.get(app));
    }

    /** Builds the target of these settings and retires the former one. */
    public Target apply(AppConfig config) {
        Target before = targets.get(config.app());
        Target target = before != null && before.client() != null && sameAccess(before.config(), config)
                ? new Target(config, before.client(), before.unusable())
                : build(config);
        targets.put(config.app(), target);
        if (before != null && before.client() != null && before.client() != target.client()) {
            before.client().close();
        }
        return target;
    }

    public void remove(String app) {
        Target before = targets.remove(app);
        if (before != null && before.client() != null) {
            before.client().close();
        }
    }

    private static boolean sameAccess(AppConfig a, AppConfig b) {
        return java.util.Objects.equals(a.tenantUrl(), b.tenantUrl()) && java.util.Objects.equals(a.credentials(), b.credentials())
                && a.limits().concurrency() == b.limits().concurrency();
    }

    private Target build(AppConfig config) {
        Credentials credentials = config.credentials();
        if (config.tenantUrl() == null || credentials == null) {
            return new Target(config, null, ErrorCode.NOT_CONFIGURED);
        }
        URI url = parse(config.tenantUrl());
        if (url == null || policy.refusal(url).isPresent()) {
            return new Target(config, null, ErrorCode.ADDRESS_REFUSED);
        }
        Secret secret;
        try {
            secret = secrets.open(config);
        } catch (Opener.CannotOpen e) {
            return new Target(config, null, ErrorCode.SECRET_UNREADABLE);
        }
        int connections = Math.max(1, config.limits().concurrency()) + SPARE_CONNECTIONS;
        ScimClient.Authorization authorization = switch (credentials.kind()) {
            case BEARER -> bearer(secret);
            case OAUTH_CLIENT_CREDENTIALS -> new OAuthTokens(String.valueOf(credentials.tokenEndpoint()), String.valueOf(credentials.clientId()),
                    secret, credentials.scopes(), policy, connect, deadline, deadlines, clock);
        };
        return new Target(config, client(url, authorization, connections), null);
    }

    private static ScimClient.Authorization bearer(Secret secret) {
        String header = "Bearer " + secret.reveal();
        return () -> header;
    }

    /** A client that is not kept: for a connection test before anything is saved. The caller closes it. */
    public ScimClient client(URI url, ScimClient.Authorization authorization, int connections) {
        return new ScimClient(url, authorization, policy, new ScimClient.Limits(connections, connect, deadline), deadlines, clock);
    }

    public ScimClient trial(URI url, Secret secret) {
        return client(url, bearer(secret), 1);
    }

    /** Why the URL must not be called, or empty. */
    public Optional<String> refusal(URI url) {
        return policy.refusal(url);
    }

    public Secret secret(AppConfig config) {
        return secrets.open(config);
    }

    /** @return null when it is no URL */
    public static @Nullable URI parse(String text) {
        try {
            URI url = new URI(text.strip());
            return url.isAbsolute() && url.getHost() != null ? url : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    @Override
    public void close() {
        targets.keySet().forEach(this::remove);
        deadlines.close();
    }
}
