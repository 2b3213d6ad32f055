package dev.lockstep.ingest;

import java.util.regex.Pattern;

/** What an object id may look like: 1 to 128 characters without white space, control characters, {@code /} and {@code ~}. */
public final class ObjectIds {
    /** {@code /} and {@code ~} divide the parts of topic keys. */
    private static final Pattern VALID = Pattern.compile("[^\\s\\p{Cntrl}\\p{Z}/~]{1,128}");

    public static final String RULE = "1 to 128 characters without white space, / and ~";

    private ObjectIds() {
    }

    public static boolean valid(String id) {
        return VALID.matcher(id).matches();
    }
}
