package dev.lockstep.mapping.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final Instant AT = Instant.parse("2026-05-01T08:00:00Z");

    @Test
    void never_more_than_the_rate_and_after_a_rest_no_more_than_a_quarter_second_is_made_up_for() {
        Pace pace = new Pace(50, AT);
        int sent = 0;
        for (int tick = 1; tick <= 100; tick++) {
            int allowed = pace.allowed(AT.plusMillis(tick * 100L));
            pace.spend(allowed);
            sent += allowed;
        }
        assertThat(sent).isBetween(499, 501);
        assertThat(pace.allowed(AT.plusSeconds(3600))).isEqualTo(12);
    }

    @Test
    void one_a_second_is_possible() {
        Pace pace = new Pace(1, AT);
        assertThat(pace.allowed(AT)).isEqualTo(1);
        pace.spend(1);
        assertThat(pace.allowed(AT.plusMillis(900))).isZero();
        assertThat(pace.allowed(AT.plusMillis(1000))).isEqualTo(1);
    }

    @Test
    void the_window_follows_the_speed_of_the_app_between_20_and_200() {
        Window window = new Window(0, AT);
        assertThat(window.room(0, AT)).isEqualTo(Window.LEAST);
        Instant now = AT;
        for (int tick = 0; tick < 50; tick++) {
            // Everything is settled within a tick of 100 ms.
            window.sent(window.room(0, now));
            now = now.plusMillis(100);
        }
        assertThat(window.room(0, now)).isEqualTo(Window.MOST);
        window.sent(Window.MOST);
        for (int tick = 0; tick < 30; tick++) {
            now = now.plusMillis(100);
            assertThat(window.room(Window.MOST, now)).isZero();
        }
        assertThat(window.stillSince()).isBeforeOrEqualTo(now.minusMillis(2_900));
        assertThat(window.room(0, now.plusMillis(100))).isGreaterThan(0);
        assertThat(window.stillSince()).isEqualTo(now.plusMillis(100));
    }

    @Test
    void what_an_app_that_stands_still_has_is_at_most_its_window() {
        Window window = new Window(0, AT);
        assertThat(window.room(15, AT.plusMillis(100))).isEqualTo(5);
        assertThat(window.room(20, AT.plusMillis(200))).isZero();
        assertThat(window.room(300, AT.plusMillis(300))).isZero();
    }
}
