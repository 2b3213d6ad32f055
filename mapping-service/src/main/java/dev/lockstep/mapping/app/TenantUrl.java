package dev.lockstep.mapping.app;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The SCIM base URL of an app. Whether it may be called at all is the writer's decision, who alone calls. */
public final class TenantUrl {
    private TenantUrl() {
    }

    /** What is wrong with it, in a sentence; empty when nothing is. */
    public static Optional<String> problem(String url) {
        try {
            URI uri = new URI(url);
            boolean web = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
            if (!web || uri.getHost() == null) {
                return Optional.of("It must be an absolute https address such as https://example.com/scim/v2.");
            }
            if (uri.getUserInfo() != null) {
                return Optional.of("It must hold no user name or password; credentials are set apart from it.");
            }
            return uri.getFragment() == null ? Optional.empty() : Optional.of("It must have no fragment (#...).");
        } catch (URISyntaxException e) {
            return Optional.of("It is no valid address.");
        }
    }

    /** Same scheme, host and port: only then a secret that was given for one may be sent to the other. */
    public static boolean sameOrigin(@Nullable String a, @Nullable String b) {
        return a != null && b != null && origin(a).equals(origin(b));
    }

    private static String origin(String url) {
        URI uri = URI.create(url);
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
        return scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + ":" + port;
    }
}
