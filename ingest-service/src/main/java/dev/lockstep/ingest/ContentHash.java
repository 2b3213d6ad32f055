package dev.lockstep.ingest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A fingerprint of content: equal for documents that mean the same, whatever the order of their keys. 128 bits of SHA-256,
 * in hex.
 */
public final class ContentHash {
    private ContentHash() {
    }

    /** @param parts text, numbers, booleans, null, lists and maps of these */
    public static String of(@Nullable Object... parts) {
        StringBuilder canonical = new StringBuilder(256);
        for (Object part : parts) {
            append(canonical, part);
        }
        return HexFormat.of().formatHex(sha256(canonical.toString()), 0, 16);
    }

    /** The first 64 bits, for sets of many keys. */
    public static long bits(String text) {
        byte[] hash = sha256(text);
        long bits = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            bits = bits << 8 | hash[i] & 0xff;
        }
        return bits;
    }

    public static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Each value tells its kind and length, so that no two different contents read the same. */
    private static void append(StringBuilder out, @Nullable Object value) {
        switch (value) {
            case null -> out.append('~');
            case Map<?, ?> map -> {
                TreeMap<String, Object> sorted = new TreeMap<>();
                map.forEach((key, entry) -> sorted.put((String) key, entry == null ? Absent.VALUE : entry));
                out.append('{').append(sorted.size()).append(':');
                sorted.forEach((key, entry) -> {
                    append(out, key);
                    append(out, entry);
                });
            }
            case List<?> list -> {
                out.append('[').append(list.size()).append(':');
                list.forEach(entry -> append(out, entry));
            }
            case Absent absent -> out.append('~');
            case String text -> out.append('s').append(text.length()).append(':').append(text);
            case Boolean truth -> out.append(truth ? 't' : 'f');
            case Number number -> out.append('n').append(number).append(';');
            default -> throw new IllegalArgumentException("no canonical form of " + value.getClass().getName());
        }
    }

    /** A null inside a sorted map, which takes none. */
    private enum Absent {
        VALUE
    }
}
