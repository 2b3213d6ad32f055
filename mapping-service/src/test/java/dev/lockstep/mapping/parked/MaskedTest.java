package dev.lockstep.mapping.parked;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MaskedTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void every_value_is_replaced_by_its_type_and_length() {
        Masked.Content content = Masked.of(bytes("""
                {"id": "hr/e1", "data": {"mail": "ada@acme.example", "n": -12.5, "on": true, "gone": null, "list": ["x", {"y": "zz"}], "empty": {}}}"""));
        assertThat(content.kind()).isEqualTo("json");
        assertThat(content.structure()).isEqualTo(Map.of("id", "text(5)", "data", Map.of("mail", "text(16)", "n", "number(5)", "on", "boolean",
                "gone", "null", "list", List.of("text(1)", Map.of("y", "text(2)")), "empty", Map.of())));
        assertThat(content.toString()).doesNotContain("ada", "acme", "12.5", "zz");
    }

    @Test
    void of_bytes_that_are_no_json_only_the_length_and_the_place_are_told() {
        Masked.Content content = Masked.of(bytes("{\"mail\": \"ada@acme.example\", oops}"));
        assertThat(content.kind()).isEqualTo("undecodable");
        assertThat(content.bytes()).isEqualTo(34);
        assertThat(content.structure()).isNull();
        assertThat(content.firstBadAt()).isBetween(28L, 34L);
        assertThat(Masked.of(new byte[] {(byte) 0xff, 0, 1}).kind()).isEqualTo("undecodable");
        assertThat(Masked.of(bytes("")).kind()).isEqualTo("undecodable");
        assertThat(Masked.of(bytes("{} {}")).kind()).isEqualTo("undecodable");
        assertThat(Masked.of(bytes("[".repeat(1000))).kind()).isEqualTo("undecodable");
        assertThat(Masked.of(null).kind()).isEqualTo("tombstone");
    }

    @Test
    void what_is_shown_is_bounded() {
        Masked.Content content = Masked.of(bytes("[" + "\"a\",".repeat(20_000) + "\"a\"]"));
        assertThat((List<?>) content.structure()).hasSizeLessThan(5_100);
    }
}
