package dev.lockstep.ingest.file;

import dev.lockstep.ingest.AttributeRules;
import dev.lockstep.ingest.source.Source;
import dev.lockstep.ingest.source.SourceSettings.Column;
import dev.lockstep.ingest.source.SourceSettings.Subject;
import dev.lockstep.kit.web.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which column becomes what, from the header and the source's column mapping.
 *
 * @param width of the header
 * @param key the column with the object's id; for memberships the group's
 * @param member for memberships the member's column, else null
 * @param attributes all others that count; the key's own when it is an attribute too
 */
record Plan(int width, Cell key, @Nullable Cell member, List<Cell> attributes) {
    /** Headers are matched without regard to case; attribute names keep theirs. */
    private static final Map<String, String> WELL_KNOWN = Stream.of("objectId", "accountEnabled", "city", "companyName", "country", "department",
                    "displayName", "employeeId", "employeeHireDate", "employeeLeaveDateTime", "employeeType", "facsimileTelephoneNumber", "givenName",
                    "jobTitle", "mail", "mailNickname", "manager", "mobile", "mobilePhone", "physicalDeliveryOfficeName", "officeLocation",
                    "otherMails", "postalCode", "preferredLanguage", "proxyAddresses", "state", "streetAddress", "surname", "telephoneNumber",
                    "usageLocation", "userPrincipalName", "userType", "description", "mailEnabled", "securityEnabled", "groupId", "memberId")
            .collect(Collectors.toMap(name -> name.toLowerCase(Locale.ROOT), Function.identity()));

    /** @throws Problem 400 when a key column is missing or two columns mean the same attribute */
    static Plan of(Source source, List<String> header) {
        Subject subject = source.settings().objectType();
        List<Cell> cells = new ArrayList<>();
        for (int i = 0; i < header.size(); i++) {
            bind(source, i, text(header.get(i)), cells);
        }
        Set<String> seen = new HashSet<>();
        for (Cell cell : cells) {
            if (!seen.add(cell.to())) {
                throw Problem.badRequest("duplicate-column", "Two columns of the file mean the attribute " + cell.to() + ".",
                        "Remove one, or map it to another attribute in the source's columns.");
            }
        }
        return switch (subject) {
            case MEMBERSHIP -> new Plan(header.size(), key(cells, "groupId"), key(cells, "memberId"), List.of());
            case GROUP -> keyed(header.size(), cells, key(cells, "objectId"));
            case USER -> keyed(header.size(), cells, seen.contains("objectId") ? key(cells, "objectId") : key(cells, "employeeId"));
        };
    }

    private static Plan keyed(int width, List<Cell> cells, Cell key) {
        return new Plan(width, key, null, cells.stream().filter(cell -> !cell.to().equals("objectId")).toList());
    }

    private static void bind(Source source, int index, String header, List<Cell> cells) {
        String folded = header.toLowerCase(Locale.ROOT);
        List<Column> columns = source.settings().columns().stream()
                .filter(column -> text(column.from()).toLowerCase(Locale.ROOT).equals(folded)).toList();
        columns.forEach(column -> cells.add(Cell.mapped(index, header, column)));
        if (!columns.isEmpty() || header.isEmpty() || folded.equals("issoftdeleted")) {
            return;
        }
        String name = WELL_KNOWN.getOrDefault(folded, header);
        boolean key = source.settings().objectType() == Subject.MEMBERSHIP
                ? name.equals("groupId") || name.equals("memberId")
                : name.equals("objectId");
        if (key || source.settings().keepUnmapped() && source.settings().objectType() != Subject.MEMBERSHIP) {
            cells.add(Cell.plain(index, header, attributeName(name)));
        }
    }

    /** A header that is no attribute name becomes one: {@code Cost Centre} is kept as {@code Cost_Centre}. */
    private static String attributeName(String header) {
        if (AttributeRules.NAME.matcher(header).matches()) {
            return header;
        }
        String name = header.replaceAll("[^A-Za-z0-9_.:-]+", "_");
        String started = name.isEmpty() || !Character.isLetter(name.charAt(0)) ? "x" + name : name;
        return started.substring(0, Math.min(128, started.length()));
    }

    private static Cell key(List<Cell> cells, String to) {
        return cells.stream().filter(cell -> cell.to().equals(to)).findFirst()
                .orElseThrow(() -> Problem.badRequest("key-column-missing", "The header has no column " + to + (to.equals("employeeId") ? " or objectId" : "")
                        + ", so no row says whom it is about.", "Add the column, map one to it in the source's columns, or set the source's delimiter and encoding."));
    }

    /** Trimmed of every kind of blank, the no-break space and a stray byte order mark among them. */
    static String text(String cell) {
        int start = 0;
        int end = cell.length();
        while (start < end && isBlank(cell.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(cell.charAt(end - 1))) {
            end--;
        }
        return cell.substring(start, end);
    }

    static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\uFEFF' || c == '\u200B';
    }
}
