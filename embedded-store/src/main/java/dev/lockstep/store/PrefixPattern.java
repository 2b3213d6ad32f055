package dev.lockstep.store;

import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Bounds of a regular expression that begins with {@code ^} and plain text, as in a search by prefix. */
final class PrefixPattern {

    private static final String META = "\\^$.|?*+()[]{}";
    private static final String OPTIONAL = "?*{";

    private PrefixPattern() {}

    static @Nullable Bounds bounds(BsonRegularExpression regex) {
        String options = regex.getOptions();
        String prefix = options == null || options.isEmpty() ? prefix(regex.getPattern()) : "";
        if (prefix.isEmpty()) {
            return null;
        }
        byte[] whole = OrderedBytes.of(prefix);
        byte[] open = Arrays.copyOf(whole, whole.length - 2);
        return Bounds.of(Interval.between(open, OrderedBytes.after(open)), false);
    }

    /** The text that each match begins with; empty when there is none. */
    static String prefix(String pattern) {
        if (!pattern.startsWith("^") || pattern.contains("|")) {
            return "";
        }
        if (pattern.startsWith("^\\Q")) {
            int end = pattern.indexOf("\\E");
            return pattern.substring(3, end < 0 ? pattern.length() : end);
        }
        StringBuilder prefix = new StringBuilder();
        int i = 1;
        while (i < pattern.length()) {
            char current = pattern.charAt(i);
            boolean escaped = current == '\\' && i + 1 < pattern.length() && !isWord(pattern.charAt(i + 1));
            if (META.indexOf(current) >= 0 && !escaped) {
                break;
            }
            prefix.append(escaped ? pattern.charAt(i + 1) : current);
            i += escaped ? 2 : 1;
        }
        boolean lastIsOptional = i < pattern.length() && OPTIONAL.indexOf(pattern.charAt(i)) >= 0;
        if (lastIsOptional && !prefix.isEmpty()) {
            prefix.setLength(prefix.length() - 1);
        }
        return prefix.toString();
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c);
    }
}
