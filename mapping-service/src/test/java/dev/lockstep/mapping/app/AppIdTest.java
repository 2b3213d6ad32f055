package dev.lockstep.mapping.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AppIdTest {
    @ParameterizedTest
    @CsvSource({"Pingboard, pingboard", "Pingboard (EU) 2, pingboard-eu-2", "  Łódź Ärzte  , odz-arzte", "---, ''", "日本, ''"})
    void an_id_is_the_slug_of_the_name(String name, String id) {
        assertThat(AppId.of(name)).isEqualTo(id);
    }

    @Test
    void an_id_has_at_most_forty_characters() {
        assertThat(AppId.of("a".repeat(39) + " bcd")).isEqualTo("a".repeat(39));
        assertThat(AppId.of("x".repeat(100))).hasSize(40);
    }
}
