package dev.lockstep.targets.company;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

class CompanyFilesTest {

    private static final Company COMPANY = Company.generate(7, 1000);

    @Test
    void the_tidy_file_reads_back_as_the_company() {
        List<List<String>> rows = parse(CompanyFiles.people(COMPANY), ',');
        assertThat(rows.getFirst().getFirst()).isEqualTo("objectId");
        assertThat(people(rows, Map.of(), false)).isEqualTo(COMPANY.people());
    }

    @ParameterizedTest
    @EnumSource
    void the_hr_file_reads_back_as_the_company_through_its_mapping(HrDialect dialect) {
        String text = CompanyFiles.hrExport(COMPANY, dialect);
        assertThat(text).startsWith("\uFEFF");
        JsonNode source = dialect.source("hr");
        Map<String, JsonNode> mapping = new HashMap<>();
        source.path("columns").forEach(c -> mapping.put(c.path("from").asString(), c));
        List<List<String>> rows = parse(text.substring(1), source.path("delimiter").asString().charAt(0));
        assertThat(people(rows, mapping, true)).isEqualTo(COMPANY.people());
    }

    @Test
    void the_hr_file_is_as_messy_as_real_ones() {
        String text = CompanyFiles.hrExport(COMPANY, HrDialect.GERMAN);
        List<List<String>> rows = parse(text.substring(1), ';');
        List<String> cells = rows.stream().flatMap(List::stream).toList();
        assertThat(cells).anyMatch(c -> c.startsWith("  ")).anyMatch(c -> c.endsWith(" ")).anyMatch(c -> c.contains("\n"))
                .anyMatch(c -> c.matches("\\d\\d\\.\\d\\d\\.\\d{4}")).anyMatch(c -> c.equals("Deutschland"))
                .anyMatch(c -> c.contains(";") && c.contains("\""));
        assertThat(rows).allMatch(r -> r.size() == HrDialect.GERMAN.headers().size());
    }

    @Test
    void leavers_are_missing_from_the_next_extract_and_unchanged_rows_stay_the_same() {
        WorkingDay day = WorkingDay.of(COMPANY, 1);
        Company evening = COMPANY.after(day);
        String text = CompanyFiles.hrExport(evening, HrDialect.GERMAN);
        evening.softDeleted().forEach(id -> assertThat(text).doesNotContain("\n" + id + ";"));
        List<String> before = CompanyFiles.hrExport(COMPANY, HrDialect.GERMAN).lines().toList();
        assertThat(before).filteredOn(line -> !text.contains(line)).hasSizeBetween(5, 20);
    }

    @Test
    void groups_and_memberships_are_complete() {
        assertThat(parse(CompanyFiles.groups(COMPANY), ',')).hasSize(COMPANY.groups().size() + 1)
                .contains(List.of("g-all-employees", "All employees", "All employees at Harbour & Pine", "all-employees"));
        int edges = COMPANY.groups().values().stream().mapToInt(g -> g.members().size()).sum();
        assertThat(parse(CompanyFiles.memberships(COMPANY), ',')).hasSize(edges + 1)
                .contains(List.of("g-engineering", "g-platform"));
    }

    @Test
    void all_files_are_written_to_a_directory(@TempDir Path dir) {
        CompanyFiles.write(Company.generate(1, 20), HrDialect.ENGLISH, dir.resolve("sample"));
        assertThat(List.of("people.csv", "hr-export.csv", "groups.csv", "memberships.csv"))
                .allSatisfy(name -> assertThat(Files.exists(dir.resolve("sample").resolve(name))).isTrue());
    }

    private static Map<String, Person> people(List<List<String>> rows, Map<String, JsonNode> mapping, boolean mapped) {
        Map<String, Person> people = new LinkedHashMap<>();
        List<String> headers = rows.getFirst();
        for (List<String> row : rows.subList(1, rows.size())) {
            Map<String, Object> attributes = new HashMap<>();
            for (int i = 0; i < headers.size(); i++) {
                JsonNode column = mapping.get(headers.get(i));
                if (!mapped || column != null) {
                    String to = mapped ? column.path("to").asString() : headers.get(i);
                    value(row.get(i).strip(), Optional.ofNullable(column)).ifPresent(v ->
                            attributes.put(to, to.equals("accountEnabled") ? Boolean.valueOf(v) : v));
                }
            }
            String id = (String) attributes.get("objectId");
            people.put(id, new Person(id, attributes));
        }
        return people;
    }

    private static Optional<String> value(String cell, Optional<JsonNode> column) {
        if (cell.isEmpty() || cell.equals("-")) {
            return Optional.empty();
        }
        if (column.filter(c -> c.has("date")).isPresent()) {
            return Optional.of(LocalDate.parse(cell,
                    DateTimeFormatter.ofPattern(column.get().path("date").asString())).toString());
        }
        return Optional.of(column.map(c -> c.path("map").path(cell).asString(cell)).orElse(cell));
    }

    /** RFC 4180, as little of it as is needed here. */
    private static List<List<String>> parse(String text, char delimiter) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        var cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                cell.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (quoted || (c != delimiter && c != '\n' && c != '\r')) {
                cell.append(c);
            } else if (c != '\r') {
                row.add(cell.toString());
                cell.setLength(0);
                if (c == '\n') {
                    rows.add(row);
                    row = new ArrayList<>();
                }
            }
        }
        return rows;
    }
}
