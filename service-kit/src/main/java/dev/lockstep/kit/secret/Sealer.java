package dev.lockstep.kit.secret;

import com.google.crypto.tink.HybridEncrypt;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.hybrid.HybridConfig;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;

/** Encrypts secrets with a public keyset (Tink hybrid encryption). It cannot read them back. */
public final class Sealer {
    private final HybridEncrypt encrypt;

    /** @param publicKeyset Tink JSON */
    public Sealer(String publicKeyset) {
        try {
            HybridConfig.register();
            encrypt = TinkJsonProtoKeysetFormat.parseKeysetWithoutSecret(publicKeyset)
                    .getPrimitive(RegistryConfiguration.get(), HybridEncrypt.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the public keyset for secrets cannot be used", e);
        }
    }

    /** @param context what the secret is for; opening needs the same text, so a ciphertext cannot be moved elsewhere */
    public String seal(String secret, String context) {
        try {
            return Base64.getEncoder().encodeToString(encrypt.encrypt(
                    secret.getBytes(StandardCharsets.UTF_8), context.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a secret could not be sealed", e);
        }
    }
}
