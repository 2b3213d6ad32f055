package dev.lockstep.audit.notify;

import com.google.crypto.tink.subtle.Ed25519Sign;
import com.nimbusds.jose.jwk.OctetKeyPair;
import dev.lockstep.kit.security.KeyFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Signs webhook calls: Ed25519, as Standard Webhooks has it (scheme {@code v1a}). */
public final class WebhookKey {
    private final OctetKeyPair pair;

    public WebhookKey(OctetKeyPair pair) {
        this.pair = pair;
    }

    /** @return null when the installation has none: then no webhook is called */
    public static @Nullable WebhookKey in(Path keysDirectory) {
        Path file = keysDirectory.resolve(KeyFiles.WEBHOOK_PRIVATE);
        return Files.exists(file) ? new WebhookKey(KeyFiles.signingKey(file)) : null;
    }

    /** The public key as {@code whpk_} and Base64. */
    public String publicKey() {
        return "whpk_" + Base64.getEncoder().encodeToString(pair.getDecodedX());
    }

    /** @return the value of the header {@code webhook-signature} */
    public String sign(String id, long timestamp, byte[] body) {
        byte[] head = (id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8);
        byte[] whole = new byte[head.length + body.length];
        System.arraycopy(head, 0, whole, 0, head.length);
        System.arraycopy(body, 0, whole, head.length, body.length);
        try {
            return "v1a," + Base64.getEncoder().encodeToString(new Ed25519Sign(pair.getDecodedD()).sign(whole));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the webhook key cannot sign", e);
        }
    }
}
