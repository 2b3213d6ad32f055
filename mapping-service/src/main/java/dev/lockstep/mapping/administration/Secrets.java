package dev.lockstep.mapping.administration;

import dev.lockstep.contracts.AppConfig.Credentials;
import dev.lockstep.contracts.AppConfig.EncryptedSecret;
import dev.lockstep.kit.secret.Sealer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Seals what only the writer may read. Nothing here can open it again. */
public final class Secrets {
    private static final int FINGERPRINT_BYTES = 4;
    private final Sealer sealer;

    public Secrets(Sealer sealer) {
        this.sealer = sealer;
    }

    /** What an administrator enters. Its text never shows the secret. */
    public sealed interface Entered {
        record Bearer(String token) implements Entered {
            @Override
            public String toString() {
                return "Bearer[...]";
            }
        }

        record OauthClient(String tokenEndpoint, String clientId, String clientSecret, List<String> scopes) implements Entered {
            @Override
            public String toString() {
                return "OauthClient[...]";
            }
        }
    }

    /** @param version the configuration version that the secret is set with; part of what it is sealed for */
    Credentials seal(Entered entered, String app, String salt, long version, Instant now) {
        return switch (entered) {
            case Entered.Bearer(String token) ->
                    new Credentials(Credentials.Kind.BEARER, sealed(token, "secretToken", app, salt, version, now), null, null, List.of());
            case Entered.OauthClient(String endpoint, String clientId, String secret, List<String> scopes) ->
                    new Credentials(Credentials.Kind.OAUTH_CLIENT_CREDENTIALS,
                            sealed(secret, "clientSecret", app, salt, version, now), endpoint, clientId, List.copyOf(scopes));
        };
    }

    private EncryptedSecret sealed(String secret, String field, String app, String salt, long version, Instant now) {
        EncryptedSecret context = new EncryptedSecret("", field, version, "", now);
        return new EncryptedSecret(sealer.seal(secret, context.context(app)), field, version, fingerprint(secret, salt), now);
    }

    /** 32 bits of a salted hash: tells two secrets apart, and helps nobody to guess one. */
    private static String fingerprint(String secret, String salt) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(salt.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(Arrays.copyOf(digest.digest(secret.getBytes(StandardCharsets.UTF_8)), FINGERPRINT_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
