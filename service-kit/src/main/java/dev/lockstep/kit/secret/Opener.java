package dev.lockstep.kit.secret;

import com.google.crypto.tink.HybridDecrypt;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.hybrid.HybridConfig;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;

/** Decrypts what a {@link Sealer} sealed. Only the writer holds one. */
public final class Opener {
    private final HybridDecrypt decrypt;

    /** @param privateKeyset Tink JSON */
    public Opener(String privateKeyset) {
        try {
            HybridConfig.register();
            decrypt = TinkJsonProtoKeysetFormat.parseKeyset(privateKeyset, InsecureSecretKeyAccess.get())
                    .getPrimitive(RegistryConfiguration.get(), HybridDecrypt.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the private keyset for secrets cannot be used", e);
        }
    }

    /**
     * @throws CannotOpen when the key is another one, or the ciphertext was altered or belongs to another context
     */
    public String open(String ciphertext, String context) {
        try {
            return new String(decrypt.decrypt(
                    Base64.getDecoder().decode(ciphertext), context.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new CannotOpen(context, e);
        }
    }

    public static final class CannotOpen extends RuntimeException {
        CannotOpen(String context, Throwable cause) {
            super("the secret for " + context + " cannot be opened with this installation's key", cause);
        }
    }
}
