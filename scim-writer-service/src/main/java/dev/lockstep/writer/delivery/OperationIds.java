package dev.lockstep.writer.delivery;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names of operations, derived from what they are for: a repetition after a crash carries the same name. */
final class OperationIds {
    private OperationIds() {
    }

    /**
     * @param born of the row: an app that was removed and made again starts its versions again
     * @param part 0 for the desire, above for its references
     */
    static String of(String key, long born, long version, int part) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest((key + "\n" + born + "\n" + version + "\n" + part).getBytes(StandardCharsets.UTF_8));
            return "op-" + HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
