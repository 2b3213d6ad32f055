package dev.lockstep.console.tokens;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * The text of a token: {@code lst_}, 256 random bits in base64url, and a checksum of 8 hex digits, by which a secret scanner
 * tells a real token from a look-alike ({@code lst_[A-Za-z0-9_-]{43}[0-9a-f]{8}}).
 *
 * <p>It is stored as SHA-256: a slow hash protects guessable secrets, and 256 random bits cannot be guessed.
 */
public final class TokenText {
    private static final Pattern SHAPE = Pattern.compile("lst_[A-Za-z0-9_-]{43}[0-9a-f]{8}");
    private static final int RANDOM_BYTES = 32;
    private static final int CHECKSUM_LENGTH = 8;
    private static final SecureRandom RANDOM = new SecureRandom();

    private TokenText() {
    }

    public static String generate() {
        String body = "lst_" + randomText();
        return body + checksum(body);
    }

    /** 256 random bits in base64url. */
    public static String randomText() {
        byte[] random = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    /** Whether this can be a token at all: right form and checksum. Says nothing about whether it exists. */
    public static boolean isPlausible(String text) {
        int body = text.length() - CHECKSUM_LENGTH;
        return SHAPE.matcher(text).matches() && checksum(text.substring(0, body)).equals(text.substring(body));
    }

    public static String hash(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String checksum(String body) {
        CRC32 crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }
}
