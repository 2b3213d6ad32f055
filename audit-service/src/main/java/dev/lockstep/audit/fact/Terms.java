package dev.lockstep.audit.fact;

import dev.lockstep.contracts.AccountOutcome.Change;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The words by which a fact is found, lower-cased. A search looks for words that begin as the given ones do, so a word that
 * another one begins with is left out, unless it is looked up as a whole (object id, user name, app, action, a status other than success).
 */
public final class Terms {
    private static final int LONGEST = 200;
    /** A control character, which nothing that comes from outside begins with here. */
    private static final char KIND = '\u0001';
    private static final Set<String> NAMES = Set.of("displayname", "givenname", "surname", "familyname", "formatted");

    private Terms() {
    }

    public static List<String> of(Fact fact) {
        Set<String> whole = new LinkedHashSet<>();
        add(whole, fact.objectId());
        add(whole, fact.userName());
        add(whole, fact.app());
        add(whole, fact.action());
        if (!fact.status().equals(Action.SUCCESS)) {
            // Most facts are successes: that narrows nothing.
            add(whole, fact.status());
        }
        Set<String> words = new LinkedHashSet<>();
        add(words, fact.error() == null ? null : fact.error().code());
        addWords(words, fact.userName());
        for (Change change : fact.changes()) {
            if (NAMES.contains(lastSegment(change.attribute()))) {
                addWords(words, change.after());
                addWords(words, change.before());
            }
        }
        List<String> terms = new ArrayList<>(whole);
        for (String word : words) {
            if (terms.stream().noneMatch(t -> t.startsWith(word))) {
                terms.add(word);
            }
        }
        if (fact.app() != null) {
            terms.add(kind(fact.app(), fact.action(), fact.status()));
        }
        return terms;
    }

    /** App, action and status together, so that a filter on several of them is one look-up. No search word is like it. */
    public static String kind(String app, String action, String status) {
        return KIND + app + ' ' + action + ' ' + status;
    }

    /** As words are stored and looked for. */
    public static String normal(String word) {
        String lower = word.toLowerCase(Locale.ROOT).replace(KIND, ' ');
        return lower.length() <= LONGEST ? lower : lower.substring(0, LONGEST);
    }

    private static void add(Set<String> terms, @Nullable String word) {
        if (word != null && !word.isBlank()) {
            terms.add(normal(word));
        }
    }

    private static void addWords(Set<String> terms, @Nullable Object value) {
        if (value instanceof String text) {
            String lower = normal(text);
            int start = -1;
            for (int i = 0; i <= lower.length(); i++) {
                boolean inside = i < lower.length() && (Character.isLetterOrDigit(lower.charAt(i))
                        || Character.isSurrogate(lower.charAt(i)) || Character.getType(lower.charAt(i)) == Character.NON_SPACING_MARK);
                if (inside && start < 0) {
                    start = i;
                } else if (!inside && start >= 0) {
                    terms.add(lower.substring(start, i));
                    start = -1;
                }
            }
        }
    }

    /** {@code name.familyName} and {@code urn:...:User:displayName} name what their last part says. */
    private static String lastSegment(String path) {
        int cut = Math.max(path.lastIndexOf('.'), path.lastIndexOf(':'));
        return path.substring(cut + 1).toLowerCase(Locale.ROOT);
    }
}
