package dev.lockstep.ingest.file;

import dev.lockstep.ingest.AttributeRules;
import dev.lockstep.ingest.ObjectIds;
import dev.lockstep.ingest.source.Source;
import dev.lockstep.ingest.source.SourceSettings.Column;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the cells of one column become values of one attribute.
 *
 * @param index of the column
 * @param header as it stands in the file, for messages
 * @param to attribute name
 */
record Cell(int index, String header, String to, @Nullable DateTimeFormatter date, Map<String, Object> map, Kind kind) {
    private static final Set<String> BOOLEANS = Set.of("accountEnabled", "mailEnabled", "securityEnabled");
    private static final Set<String> YES =
            Set.of("true", "yes", "y", "1", "on", "active", "enabled", "t", "ja", "j", "wahr", "aktiv", "oui", "vrai", "actif", "si", "sí", "activo");
    private static final Set<String> NO =
            Set.of("false", "no", "n", "0", "off", "inactive", "disabled", "f", "nein", "falsch", "inaktiv", "non", "faux", "inactif", "inactivo");

    enum Kind {
        TEXT, BOOLEAN, REFERENCE
    }

    /** Why a cell has no value. */
    static final class BadCell extends RuntimeException {
        final String code;
        final String reason;

        BadCell(String code, String reason) {
            super(code, null, false, false);
            this.code = code;
            this.reason = reason;
        }
    }

    static Cell plain(int index, String header, String to) {
        return new Cell(index, header, to, null, Map.of(), kind(to));
    }

    static Cell mapped(int index, String header, Column column) {
        Map<String, Object> map = new HashMap<>();
        column.map().forEach((text, value) -> map.put(text.strip().toLowerCase(Locale.ROOT), value));
        DateTimeFormatter date = column.date() == null ? null
                // In strict resolving a year is u; people write y.
                : DateTimeFormatter.ofPattern(column.date().replace('y', 'u'), Locale.ENGLISH).withResolverStyle(ResolverStyle.STRICT);
        return new Cell(index, header, column.to(), date, map, kind(column.to()));
    }

    private static Kind kind(String to) {
        return to.equals("manager") ? Kind.REFERENCE : BOOLEANS.contains(to) ? Kind.BOOLEAN : Kind.TEXT;
    }

    /**
     * @param text trimmed, not empty
     * @throws BadCell when it is no such value
     */
    Object value(Source source, String text) {
        checkCharacters(text);
        if (!map.isEmpty()) {
            Object mapped = map.get(text.toLowerCase(Locale.ROOT));
            if (mapped == null) {
                throw new BadCell("not-mapped", "The value is not in the source's value map of this column.");
            }
            return kind == Kind.BOOLEAN && mapped instanceof String spelled ? truth(spelled) : mapped;
        }
        if (date != null) {
            return iso(date, text);
        }
        return switch (kind) {
            case BOOLEAN -> truth(text);
            case REFERENCE -> objectId(source, text);
            case TEXT -> text;
        };
    }

    static String objectId(Source source, String text) {
        checkCharacters(text);
        String id = source.objectId(text);
        if (!ObjectIds.valid(id)) {
            throw new BadCell("bad-id", "An object id has " + ObjectIds.RULE + ".");
        }
        return id;
    }

    private static void checkCharacters(String text) {
        if (text.length() > AttributeRules.MAX_TEXT) {
            throw new BadCell("too-long", "A value has at most " + AttributeRules.MAX_TEXT + " characters.");
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\uFFFD') {
                throw new BadCell("bad-encoding", "Some bytes are no text in the file's encoding; set the source's encoding.");
            }
            if (c < ' ' && c != '\n' && c != '\r' && c != '\t' || c == 0x7f) {
                throw new BadCell("bad-character", "The value holds a control character.");
            }
        }
    }

    private static Boolean truth(String text) {
        String spelled = text.toLowerCase(Locale.ROOT);
        if (YES.contains(spelled)) {
            return true;
        }
        if (NO.contains(spelled)) {
            return false;
        }
        throw new BadCell("not-boolean", "The value is none of the spellings of yes and no; map it in the source's columns.");
    }

    private static String iso(DateTimeFormatter format, String text) {
        try {
            TemporalAccessor read = format.parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
            return switch (read) {
                case OffsetDateTime instant -> DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(instant);
                case LocalDateTime time -> DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time);
                default -> DateTimeFormatter.ISO_LOCAL_DATE.format(read);
            };
        } catch (DateTimeException e) {
            throw new BadCell("bad-date", "The value is no date in the source's pattern for this column.");
        }
    }
}
