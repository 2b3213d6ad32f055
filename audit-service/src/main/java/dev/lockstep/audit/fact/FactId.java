package dev.lockstep.audit.fact;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/** Ids of facts: derived from what they are about, and safe as one segment of a URL path. */
final class FactId {
    private static final int LONGEST = 120;
    private static final int DIGEST_BYTES = 16;

    private FactId() {
    }

    /** Of an accepted change: sources choose their event ids freely, so they are digested. */
    static String ofInput(String envelopeId) {
        return "in-" + digest(envelopeId);
    }

    /** Of a notification of ours. */
    static String ofNotice(String about) {
        return "mail-" + digest(about);
    }

    /** As the reporter named it where that is safe in a path, else its digest. */
    static String of(String reported) {
        return isSafe(reported) ? reported : "id-" + digest(reported);
    }

    private static boolean isSafe(String id) {
        if (id.isEmpty() || id.length() > LONGEST || id.charAt(0) == '.' || id.equals("export")) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean safe = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
                    || c == '-' || c == '_' || c == '.' || c == '~' || c == ':';
            if (!safe) {
                return false;
            }
        }
        return true;
    }

    private static String digest(String text) {
        try {
            byte[] whole = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(whole, DIGEST_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
