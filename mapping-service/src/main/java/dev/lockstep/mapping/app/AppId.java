package dev.lockstep.mapping.app;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** Ids of apps: {@code [a-z0-9-]{1,40}}, the slug of the name. */
public final class AppId {
    private static final int LONGEST = 40;
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern OTHER = Pattern.compile("[^a-z0-9]+");

    private AppId() {
    }

    /** Empty when the name holds neither letter nor digit that an id may have. */
    public static String of(String name) {
        String plain = MARKS.matcher(Normalizer.normalize(name, Normalizer.Form.NFKD)).replaceAll("");
        String slug = strip(OTHER.matcher(plain.toLowerCase(Locale.ROOT)).replaceAll("-"));
        return slug.length() <= LONGEST ? slug : strip(slug.substring(0, LONGEST));
    }

    private static String strip(String slug) {
        int from = 0;
        int to = slug.length();
        while (from < to && slug.charAt(from) == '-') {
            from++;
        }
        while (to > from && slug.charAt(to - 1) == '-') {
            to--;
        }
        return slug.substring(from, to);
    }
}
