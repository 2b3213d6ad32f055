package dev.lockstep.mapping.desire;

import dev.lockstep.contracts.DesiredAccount.Conditions;
import dev.lockstep.contracts.DesiredAccount.MatchKey;
import dev.lockstep.contracts.DesiredAccount.State;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A hash of what the target could see of a desire: not why, when or how urgently. The order of attributes does not count,
 * the order of list values does. 128 bits of SHA-256: equal by chance never.
 */
final class Fingerprint {
    private static final HexFormat HEX = HexFormat.of();

    private Fingerprint() {
    }

    static String of(State state, UserMapping.Mapped mapped) {
        return of(state, mapped, Conditions.NONE);
    }

    /** Without conditions the hash is as it was before there were any. */
    static String of(State state, UserMapping.Mapped mapped, Conditions conditions) {
        StringBuilder text = new StringBuilder(1024).append(state).append('\n').append(mapped.userName()).append('\n');
        append(text, mapped.attributes());
        append(text, mapped.onCreateOnly());
        append(text, mapped.cleared().stream().sorted().toList());
        append(text, mapped.references());
        for (MatchKey key : mapped.matching()) {
            append(text, key.path());
            append(text, key.value());
        }
        if (!conditions.operations().equals(Conditions.NONE.operations()) || !conditions.always().isEmpty()) {
            append(text, conditions.operations().stream().map(Enum::name).sorted().toList());
            append(text, conditions.always().stream().sorted().toList());
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HEX.formatHex(Arrays.copyOf(hash, 16));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Lengths stand before texts, so that no two values have one spelling. */
    private static void append(StringBuilder text, @Nullable Object value) {
        switch (value) {
            case null -> text.append('~');
            case Map<?, ?> map -> {
                text.append('{').append(map.size());
                Map<String, @Nullable Object> sorted = new TreeMap<>();
                map.forEach((name, field) -> sorted.put((String) name, field));
                sorted.forEach((name, field) -> {
                    append(text, name);
                    append(text, field);
                });
            }
            case Collection<?> list -> {
                text.append('[').append(list.size());
                list.forEach(item -> append(text, item));
            }
            case String string -> text.append('"').append(string.length()).append(':').append(string);
            default -> text.append('#').append(value).append(';');
        }
    }
}
