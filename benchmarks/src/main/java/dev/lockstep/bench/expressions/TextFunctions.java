package dev.lockstep.bench.expressions;

import org.jspecify.annotations.Nullable;

/** What the other languages borrow from Java. Public, because they call it from classes that they generate. */
public final class TextFunctions {
    private TextFunctions() {
    }

    /** As {@code Join}: parts without a value are left out. */
    public static String join(String separator, @Nullable Object first, @Nullable Object second) {
        StringBuilder joined = new StringBuilder();
        if (first != null) {
            joined.append(first);
        }
        if (second != null) {
            if (!joined.isEmpty()) {
                joined.append(separator);
            }
            joined.append(second);
        }
        return joined.toString();
    }
}
