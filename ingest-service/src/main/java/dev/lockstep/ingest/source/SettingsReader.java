package dev.lockstep.ingest.source;

import dev.lockstep.ingest.AttributeRules;
import dev.lockstep.ingest.source.SourceSettings.Column;
import dev.lockstep.ingest.source.SourceSettings.Delimiter;
import dev.lockstep.ingest.source.SourceSettings.Kind;
import dev.lockstep.ingest.source.SourceSettings.Subject;
import dev.lockstep.ingest.source.SourceSettings.Threshold;
import dev.lockstep.kit.web.Problem;
import java.nio.charset.Charset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the settings of a source from JSON and names everything that is wrong with them at once. */
public final class SettingsReader {
    private static final Set<String> FIELDS = Set.of("kind", "objectType", "delimiter", "encoding", "nullText", "columns", "unmapped",
            "removalThreshold", "idPrefix");
    private static final Set<String> COLUMN_FIELDS = Set.of("from", "to", "date", "map");
    private static final Pattern PREFIX = Pattern.compile("[^\\s\\p{Cntrl}\\p{Z}/~]{0,32}");

    private final Map<String, ?> json;
    private final List<Problem.Detail> errors = new ArrayList<>();

    private SettingsReader(Map<String, ?> json) {
        this.json = json;
    }

    /** @throws Problem 400 with one entry per wrong field */
    public static SourceSettings read(Map<String, ?> json) {
        SettingsReader reader = new SettingsReader(json);
        SourceSettings settings = reader.settings();
        if (!reader.errors.isEmpty()) {
            throw Problem.invalid("The source's settings cannot be used.", "Correct the named fields and send them again.", reader.errors);
        }
        return settings;
    }

    private SourceSettings settings() {
        json.keySet().stream().filter(field -> !FIELDS.contains(field)).forEach(this::unknown);
        List<Column> columns = columns();
        String unmapped = text("unmapped", columns.isEmpty() ? "keep" : "ignore");
        if (!unmapped.equals("keep") && !unmapped.equals("ignore")) {
            error("/unmapped", "must be ignore or keep");
        }
        return new SourceSettings(kind(), choice("objectType", Subject.values(), Subject.USER), delimiter(), encoding(), texts("nullText"),
                columns, unmapped.equals("keep"), threshold(), prefix());
    }

    private void unknown(String field) {
        if (field.equals("joinOn")) {
            errors.add(new Problem.Detail("/joinOn", "not-supported", "this version does not join by attribute: send the objectId"));
        } else {
            errors.add(new Problem.Detail("/" + field, "unknown", "no such setting of a source"));
        }
    }

    private Kind kind() {
        String kind = text("kind", "events");
        if (kind.equals("ldap") || kind.equals("kafka")) {
            errors.add(new Problem.Detail("/kind", "not-supported", "this version reads csv, events and scim"));
            return Kind.EVENTS;
        }
        return choice("kind", Kind.values(), Kind.EVENTS);
    }

    private <E extends Enum<E>> E choice(String field, E[] values, E fallback) {
        String given = text(field, fallback.name());
        for (E value : values) {
            if (value.name().equalsIgnoreCase(given)) {
                return value;
            }
        }
        error("/" + field, "must be one of " + Arrays.stream(values).map(v -> v.name().toLowerCase(Locale.ROOT)).toList());
        return fallback;
    }

    private Delimiter delimiter() {
        String given = text("delimiter", "auto");
        for (Delimiter delimiter : Delimiter.values()) {
            if (delimiter.setting().equals(given) || given.length() == 1 && given.charAt(0) == delimiter.character()) {
                return delimiter;
            }
        }
        error("/delimiter", "must be auto, a comma, a semicolon or tab");
        return Delimiter.AUTO;
    }

    private @Nullable String encoding() {
        String given = text("encoding", "auto");
        if (given.isEmpty() || given.equals("auto")) {
            return null;
        }
        try {
            return Charset.forName(given).name();
        } catch (IllegalArgumentException e) {
            error("/encoding", "is no encoding known here, such as UTF-8, windows-1252 or UTF-16LE");
            return null;
        }
    }

    private String prefix() {
        String prefix = text("idPrefix", "");
        if (!PREFIX.matcher(prefix).matches()) {
            error("/idPrefix", "has at most 32 characters, without white space, / and ~");
        }
        return prefix;
    }

    private Threshold threshold() {
        Object given = json.get("removalThreshold");
        if (given == null) {
            return Threshold.DEFAULT;
        }
        if (given instanceof Map<?, ?> map
                && (map.get("count") instanceof Integer || map.get("count") == null)
                && (map.get("percent") instanceof Integer || map.get("percent") == null)) {
            int count = map.get("count") instanceof Integer n ? n : Threshold.DEFAULT.count();
            int percent = map.get("percent") instanceof Integer n ? n : Threshold.DEFAULT.percent();
            if (count >= 0 && percent >= 0 && percent <= 100) {
                return new Threshold(count, percent);
            }
        }
        error("/removalThreshold", "is {count, percent}: whole numbers, percent at most 100");
        return Threshold.DEFAULT;
    }

    private List<Column> columns() {
        Object given = json.get("columns");
        if (given == null) {
            return List.of();
        }
        List<Column> columns = new ArrayList<>();
        if (given instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                column("/columns/" + i, list.get(i), columns);
            }
        } else {
            error("/columns", "is a list of {from, to, date?, map?}");
        }
        return List.copyOf(columns);
    }

    private void column(String pointer, @Nullable Object given, List<Column> columns) {
        if (!(given instanceof Map<?, ?> map) || !(map.get("from") instanceof String from) || from.isBlank()
                || !(map.get("to") instanceof String to) || AttributeRules.check(to, null).isPresent()) {
            error(pointer, "needs from (a header) and to (an attribute name)");
            return;
        }
        map.keySet().stream().filter(field -> !COLUMN_FIELDS.contains((String) field))
                .forEach(field -> errors.add(new Problem.Detail(pointer + "/" + field, "unknown", "no such setting of a column")));
        String date = map.get("date") instanceof String pattern && !pattern.isBlank() ? pattern : null;
        if (date != null && !isPattern(date)) {
            error(pointer + "/date", "is no date pattern such as dd.MM.yyyy");
        }
        Map<String, Object> values = new LinkedHashMap<>();
        if (map.get("map") instanceof Map<?, ?> mapped) {
            mapped.forEach((text, value) -> {
                if (value instanceof String || value instanceof Boolean || value instanceof Number) {
                    values.put((String) text, value);
                } else {
                    error(pointer + "/map", "maps text to text, numbers or booleans");
                }
            });
        } else if (map.get("map") != null) {
            error(pointer + "/map", "maps text to text, numbers or booleans");
        }
        columns.add(new Column(from.strip(), to, date, Map.copyOf(values)));
    }

    private static boolean isPattern(String pattern) {
        try {
            DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private List<String> texts(String field) {
        Object given = json.get(field);
        if (given == null) {
            return List.of();
        }
        if (given instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
            return list.stream().map(String.class::cast).toList();
        }
        error("/" + field, "is a list of texts");
        return List.of();
    }

    private String text(String field, String fallback) {
        Object given = json.get(field);
        if (given == null) {
            return fallback;
        }
        if (given instanceof String text) {
            return text;
        }
        error("/" + field, "is a text");
        return fallback;
    }

    private void error(String pointer, String message) {
        errors.add(new Problem.Detail(pointer, "invalid", message));
    }
}
