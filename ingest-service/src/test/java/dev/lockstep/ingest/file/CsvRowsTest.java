package dev.lockstep.ingest.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.lockstep.ingest.file.CsvRows.CsvRow;
import dev.lockstep.ingest.source.SourceSettings.Delimiter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvRowsTest {
    private static List<CsvRow> rows(Reader text, char separator) {
        CsvRows rows = new CsvRows(text, separator);
        List<CsvRow> all = new ArrayList<>();
        for (CsvRow row = rows.next(); row != null; row = rows.next()) {
            all.add(row);
        }
        return all;
    }

    private static List<List<String>> cells(String text) {
        return rows(new StringReader(text), ',').stream().map(CsvRow::cells).toList();
    }

    @Test
    void quoted_cells_hold_delimiters_line_breaks_and_doubled_quotes() {
        assertThat(cells("a,\"b,c\",\"d\r\ne\"\r\n\"\"\"f\"\"\",g,\"\"\n")).containsExactly(
                List.of("a", "b,c", "d\r\ne"), List.of("\"f\"", "g", ""));
    }

    @Test
    void blanks_around_quotes_belong_to_no_cell() {
        assertThat(cells("a , \t\"b, c\" , d\n")).containsExactly(List.of("a ", "b, c", " d"));
    }

    @Test
    void every_line_end_ends_a_row_and_the_last_may_lack_one() {
        assertThat(cells("a,b\rc,d\r\ne,f\ng,")).containsExactly(List.of("a", "b"), List.of("c", "d"), List.of("e", "f"), List.of("g", ""));
        assertThat(cells("")).isEmpty();
    }

    @Test
    void rows_are_counted_from_the_header_blank_ones_too() {
        assertThat(rows(new StringReader("\n  \nh\n\nx\n"), ',')).extracting(CsvRow::row).containsExactly(1, 2, 3);
    }

    @Test
    void a_quote_that_is_never_closed_spoils_its_own_line_only() {
        List<CsvRow> rows = rows(new StringReader("h,i\n1,\"open\n2,fine\n3,fine\n"), ',');

        assertThat(rows).extracting(CsvRow::malformed).containsExactly(false, true, false, false);
        assertThat(rows.get(1).cells()).containsExactly("1");
        assertThat(rows.get(3)).isEqualTo(new CsvRow(4, List.of("3", "fine"), false));
    }

    @Test
    void an_open_quote_in_a_large_file_is_noticed_long_before_its_end() {
        String rest = IntStream.range(0, 20_000).mapToObj(n -> n + ",value").collect(Collectors.joining("\n"));

        List<CsvRow> rows = rows(new StringReader("h,i\nx,\"open\n" + rest), ',');

        assertThat(rows).hasSize(20_002);
        assertThat(rows.stream().filter(CsvRow::malformed)).hasSize(1);
    }

    @Test
    void an_unescaped_quote_inside_a_quoted_cell_spoils_its_row_only() {
        List<CsvRow> rows = rows(new StringReader("1,\"Peter \"Pete\" S\",x\n2,y,z\n"), ',');

        assertThat(rows).extracting(CsvRow::malformed).containsExactly(true, false);
        assertThat(rows.getFirst().cells()).hasSize(3);
    }

    @Test
    void a_bad_quote_costs_no_later_line_even_when_one_of_those_closes_it() {
        List<CsvRow> rows = rows(new StringReader("h,i\n1,\"open\n2,\"fine\"\n3,fine\n"), ',');

        assertThat(rows).extracting(CsvRow::malformed).containsExactly(false, true, false, false);
        assertThat(rows.get(2).cells()).containsExactly("2", "fine");
    }

    @Test
    void cells_behind_a_bad_quote_can_still_be_read() {
        assertThat(rows(new StringReader("\"Peter \"Pete\" S\",7,\"x"), ',').getFirst().cells()).hasSize(2).element(1).isEqualTo("7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n"})
    void bad_lines_are_found_among_good_ones_whatever_ends_the_lines_and_however_they_arrive(String end) {
        Random random = new Random(3);
        for (int n = 0; n < 300; n++) {
            StringBuilder text = new StringBuilder("h,i");
            List<Boolean> bad = new ArrayList<>(List.of(false));
            List<String> keys = new ArrayList<>(List.of("h"));
            for (int r = random.nextInt(12); r >= 0; r--) {
                int kind = random.nextInt(4);
                bad.add(kind == 0);
                keys.add("k" + r);
                text.append(end).append("k").append(r).append(',').append(switch (kind) {
                    case 0 -> random.nextBoolean() ? "\"a\"b" : "\"a\" \"b\" c";
                    case 1 -> "\"two" + end + "lines\"";
                    case 2 -> "\"quoted, \"\"twice\"\"\"";
                    default -> "plain";
                });
            }
            boolean open = random.nextBoolean();
            if (open) {
                text.append(end).append("last,\"open");
                bad.add(true);
                keys.add("last");
            }
            text.append(random.nextBoolean() ? end : "");

            List<CsvRow> rows = rows(slow(text.toString(), random), ',');

            assertThat(rows).as(text.toString()).extracting(CsvRow::malformed).isEqualTo(bad);
            assertThat(rows).extracting(row -> row.cells().getFirst()).isEqualTo(keys);
        }
    }

    @Test
    void what_the_body_refuses_or_loses_is_told_as_it_is() {
        IllegalStateException refusal = new IllegalStateException("too large");

        assertThatThrownBy(() -> rows(failing(refusal, null), ',')).isSameAs(refusal);
        assertThatThrownBy(() -> rows(failing(null, new IOException("reset")), ',')).isInstanceOf(UncheckedIOException.class).hasRootCauseMessage("reset");
    }

    private static Reader failing(@Nullable RuntimeException refusal, @Nullable IOException loss) {
        return new StringReader("") {
            @Override
            public int read(char[] into, int offset, int length) throws IOException {
                if (refusal != null) {
                    throw refusal;
                }
                throw loss;
            }
        };
    }

    @Test
    void a_record_without_end_is_no_csv() {
        assertThatThrownBy(() -> cells("h\n" + "x".repeat(3 << 20))).isInstanceOf(CsvRows.Broken.class);
    }

    @Test
    void a_text_that_trickles_in_reads_as_the_parser_reads_it_whole() {
        Random random = new Random(7);
        String[] alphabet = {"a", "bc", ",", ";", "\"\"", "\n", "\r\n", " ", "ü", "x\ty"};
        for (int n = 0; n < 2_000; n++) {
            StringBuilder text = new StringBuilder("h");
            for (int r = random.nextInt(6); r >= 0; r--) {
                text.append('\n');
                for (int c = random.nextInt(4); c >= 0; c--) {
                    boolean quoted = random.nextBoolean();
                    String cell = IntStream.range(0, random.nextInt(5)).mapToObj(i -> alphabet[random.nextInt(alphabet.length)])
                            .collect(Collectors.joining());
                    text.append(quoted ? "\"" + cell + "\"" : cell.replaceAll("[\",\\s]", "")).append(c == 0 ? "" : ",");
                }
            }
            List<List<String>> theirs = CsvReader.builder().skipEmptyLines(false).allowMissingFields(true).allowExtraFields(true)
                    .ofCsvRecord(text.toString()).stream().map(CsvRecord::getFields).toList();
            assertThat(rows(slow(text.toString(), random), ',').stream().map(CsvRow::cells).toList()).as(text.toString()).isEqualTo(theirs);
        }
    }

    /** Gives as little at a time as a network may. */
    private static Reader slow(String text, Random random) {
        return new Reader() {
            private int at;

            @Override
            public int read(char[] into, int offset, int length) {
                int count = Math.min(Math.min(1 + random.nextInt(3), length), text.length() - at);
                if (count <= 0) {
                    return -1;
                }
                text.getChars(at, at + count, into, offset);
                at += count;
                return count;
            }

            @Override
            public void close() {
            }
        };
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "a,b;c,d|,", "a;b,c;d|;", "'\"a,b,c\";d'|;", "a|,", "sep=;|;", "'a\tb,c\td'|TAB"})
    void the_delimiter_is_found_in_the_header(String header, String expected) throws IOException {
        char found = CsvText.delimiter(new BufferedReader(new StringReader(header + "\n1,1,1,1,1\n")), Delimiter.AUTO);

        assertThat(found).isEqualTo(expected.equals("TAB") ? '\t' : expected.charAt(0));
    }
}
