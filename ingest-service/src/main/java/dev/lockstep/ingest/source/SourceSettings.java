package dev.lockstep.ingest.source;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator says about a source.
 *
 * @param encoding of its files, or null: a byte order mark, else what the request says, else UTF-8
 * @param nullText cells with this text (case ignored) have no value
 * @param columns header to attribute; empty = headers are attribute names
 * @param keepUnmapped whether columns without a mapping become attributes too
 * @param idPrefix put before every object id, manager and member of this source; may be empty
 */
public record SourceSettings(
        Kind kind, Subject objectType, Delimiter delimiter, @Nullable String encoding, List<String> nullText, List<Column> columns,
        boolean keepUnmapped, Threshold removalThreshold, String idPrefix) {

    public enum Kind {
        CSV, EVENTS, SCIM
    }

    /** What the rows of its files are. */
    public enum Subject {
        USER, GROUP, MEMBERSHIP
    }

    public enum Delimiter {
        AUTO("auto", '\0'), COMMA(",", ','), SEMICOLON(";", ';'), TAB("tab", '\t');

        private final String setting;
        private final char character;

        Delimiter(String setting, char character) {
            this.setting = setting;
            this.character = character;
        }

        public String setting() {
            return setting;
        }

        public char character() {
            return character;
        }
    }

    /**
     * @param from header, case and surrounding space ignored
     * @param to attribute name
     * @param date pattern of {@link java.time.format.DateTimeFormatter}; the value becomes ISO 8601
     * @param map cell text (case ignored) to value; text that is not in it is refused
     */
    public record Column(String from, String to, @Nullable String date, Map<String, Object> map) {
    }

    /** More leavers than the larger of {@code count} and {@code percent} of the known rows are held. */
    public record Threshold(int count, int percent) {
        public static final Threshold DEFAULT = new Threshold(10, 10);

        public boolean exceededBy(long leavers, long known) {
            return leavers > Math.max(count, known * percent / 100.0);
        }
    }

    /** The shape of the REST API. */
    public Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("kind", kind.name().toLowerCase(Locale.ROOT));
        map.put("objectType", objectType.name().toLowerCase(Locale.ROOT));
        map.put("delimiter", delimiter.setting());
        map.put("encoding", encoding);
        map.put("nullText", nullText);
        map.put("columns", columns.stream().map(SourceSettings::column).toList());
        map.put("unmapped", keepUnmapped ? "keep" : "ignore");
        Map<String, Integer> threshold = new LinkedHashMap<>();
        threshold.put("count", removalThreshold.count());
        threshold.put("percent", removalThreshold.percent());
        map.put("removalThreshold", threshold);
        map.put("idPrefix", idPrefix);
        return map;
    }

    private static Map<String, Object> column(Column column) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("from", column.from());
        map.put("to", column.to());
        if (column.date() != null) {
            map.put("date", column.date());
        }
        if (!column.map().isEmpty()) {
            map.put("map", column.map());
        }
        return map;
    }
}
