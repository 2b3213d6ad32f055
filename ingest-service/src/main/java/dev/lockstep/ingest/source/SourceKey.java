package dev.lockstep.ingest.source;

import dev.lockstep.ingest.ContentHash;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * The key of a source: {@code lsk_}, 256 random bits, and a check sum by which secret scanners and this service tell a key
 * from anything else without asking the store. Only its SHA-256 is stored.
 */
public final class SourceKey {
    /** What secret scanners may look for. */
    public static final Pattern SHAPE = Pattern.compile("lsk_[A-Za-z0-9_-]{43}_[0-9a-f]{8}");
    private static final int RANDOM_BYTES = 32;

    private SourceKey() {
    }

    public static String generate(SecureRandom random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        String body = "lsk_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        return body + "_" + checkSum(body);
    }

    public static boolean wellFormed(String key) {
        int end = key.lastIndexOf('_');
        return SHAPE.matcher(key).matches() && checkSum(key.substring(0, end)).equals(key.substring(end + 1));
    }

    /** A fast hash is right for a secret of this entropy. */
    public static String hash(String key) {
        return HexFormat.of().formatHex(ContentHash.sha256(key));
    }

    private static String checkSum(String body) {
        CRC32 sum = new CRC32();
        sum.update(body.getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().toHexDigits((int) sum.getValue());
    }
}
