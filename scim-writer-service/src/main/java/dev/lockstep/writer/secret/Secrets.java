package dev.lockstep.writer.secret;

import dev.lockstep.contracts.AppConfig;
import dev.lockstep.contracts.AppConfig.EncryptedSecret;
import dev.lockstep.kit.secret.Opener;

/** Opens the secrets of apps. */
public final class Secrets {
    private final Opener opener;

    public Secrets(Opener opener) {
        this.opener = opener;
    }

    /** @throws Opener.CannotOpen when it was sealed for another key or another app */
    public Secret open(AppConfig config) {
        AppConfig.Credentials credentials = config.credentials();
        if (credentials == null) {
            throw new IllegalArgumentException("app " + config.app() + " has no credentials");
        }
        EncryptedSecret secret = credentials.secret();
        return new Secret(opener.open(secret.ciphertext(), secret.context(config.app())));
    }
}
