package dev.lockstep.writer.scim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");

    @ParameterizedTest(name = "{0} waits {1} s")
    @CsvSource(delimiter = '|', value = {"30 | 30", "0 | 1", "3600 | 3600", "3601 | 3600", "86400 | 3600", "99999999999999999999 | 3600",
        "Mon, 2 Mar 2026 12:00:30 GMT | 30", "Mon, 2 Mar 2026 11:00:00 GMT | 1", "Tue, 3 Mar 2026 12:00:00 GMT | 3600", "Fri, 2 Mar 2040 12:00:00 GMT | 3600"})
    void a_wait_is_from_one_second_to_one_hour_whatever_the_target_asks(String header, long seconds) {
        assertThat(RetryAfter.parse(header, NOW)).isEqualTo(NOW.plusSeconds(seconds));
    }

    @Test
    void nonsense_asks_for_nothing() {
        assertThat(parse("soon")).isNull();
        assertThat(parse("-5")).isNull();
        assertThat(parse("")).isNull();
        assertThat(parse(null)).isNull();
    }

    private static @Nullable Instant parse(@Nullable String header) {
        return RetryAfter.parse(header, NOW);
    }
}
