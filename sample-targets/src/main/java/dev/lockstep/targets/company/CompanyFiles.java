package dev.lockstep.targets.company;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** The company as files: tidy ones with attribute names as headers, and one as HR systems really export it. */
public final class CompanyFiles {

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private CompanyFiles() {}

    /** @return everybody who has not left: comma-separated, headers are attribute names, {@code objectId} first */
    public static String people(Company company) {
        List<String> rows = new ArrayList<>();
        rows.add("objectId," + String.join(",", Person.ATTRIBUTES));
        for (Person person : company.employees()) {
            rows.add(quoted(person.objectId(), ",") + Person.ATTRIBUTES.stream()
                    .map(a -> "," + quoted(person.text(a), ","))
                    .collect(Collectors.joining()));
        }
        return String.join("\n", rows) + "\n";
    }

    /**
     * @return everybody who has not left, as an HR system writes it: byte order mark, CRLF, some cells padded, some quoted for
     *     no reason, remarks with delimiters, quotes and line breaks. Read it with {@link HrDialect#source}.
     */
    public static String hrExport(Company company, HrDialect dialect) {
        String delimiter = dialect.delimiter();
        var text = new StringBuilder().append(BYTE_ORDER_MARK).append(String.join(delimiter, dialect.headers())).append("\r\n");
        for (Person person : company.employees()) {
            // Sloppiness of its own per person: an unchanged person's row stays the same in the next export.
            Random sloppy = new Random(person.objectId().hashCode());
            for (String cell : dialect.cells(person)) {
                text.append(sloppily(cell, delimiter, sloppy)).append(delimiter);
            }
            text.append(quoted(remark(sloppy), delimiter)).append("\r\n");
        }
        return text.toString();
    }

    /** @return the groups without their members: {@code objectId,displayName,description,mailNickname} */
    public static String groups(Company company) {
        return "objectId,displayName,description,mailNickname\n" + company.groups().values().stream()
                .map(g -> List.of(g.objectId(), g.displayName(), g.description(), g.mailNickname()).stream()
                        .map(c -> quoted(c, ","))
                        .collect(Collectors.joining(",")) + "\n")
                .collect(Collectors.joining());
    }

    /** @return every direct membership: {@code groupId,memberId}; a member may be a group */
    public static String memberships(Company company) {
        return "groupId,memberId\n" + company.groups().values().stream()
                .flatMap(g -> g.members().stream().map(m -> g.objectId() + "," + m + "\n"))
                .collect(Collectors.joining());
    }

    /** Writes {@code people.csv}, {@code hr-export.csv}, {@code groups.csv} and {@code memberships.csv}. */
    public static void write(Company company, HrDialect dialect, Path directory) {
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve("people.csv"), people(company));
            Files.writeString(directory.resolve("hr-export.csv"), hrExport(company, dialect));
            Files.writeString(directory.resolve("groups.csv"), groups(company));
            Files.writeString(directory.resolve("memberships.csv"), memberships(company));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sloppily(String cell, String delimiter, Random sloppy) {
        return switch (sloppy.nextInt(40)) {
            case 0 -> quoted("  " + cell, delimiter);
            case 1 -> quoted(cell + " ", delimiter);
            case 2 -> "\"" + cell.replace("\"", "\"\"") + "\"";
            default -> quoted(cell, delimiter);
        };
    }

    private static String remark(Random sloppy) {
        return switch (sloppy.nextInt(25)) {
            case 0 -> "Transferred;\nsee file \"HP-12\"";
            case 1 -> "Badge, parking,\r\nlocker 7";
            case 2 -> " ";
            default -> "";
        };
    }

    private static String quoted(String cell, String delimiter) {
        boolean needed = cell.contains(delimiter) || cell.contains("\"") || cell.contains("\n") || cell.contains("\r");
        return needed ? "\"" + cell.replace("\"", "\"\"") + "\"" : cell;
    }
}
