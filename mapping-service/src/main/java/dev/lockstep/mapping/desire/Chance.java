package dev.lockstep.mapping.desire;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Random numbers that are the same each time for one person in one app, so that a redelivery decides as before, and that
 * nobody can guess without the app's salt: HMAC-SHA-256 in counter mode.
 */
final class Chance implements RandomGenerator {
    private final String salt;
    private final String objectId;
    private @Nullable Mac mac;
    private long counter;

    Chance(String salt, String objectId) {
        this.salt = salt;
        this.objectId = objectId;
    }

    @Override
    public long nextLong() {
        try {
            if (mac == null) {
                mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(salt.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            }
            byte[] block = mac.doFinal((counter++ + "/" + objectId).getBytes(StandardCharsets.UTF_8));
            return java.nio.ByteBuffer.wrap(block).getLong();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
