package dev.lockstep.console.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoTimeoutException;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class StoreAwayTest {
    @Test
    void without_its_store_the_console_says_later() throws Exception {
        MockHttpServletResponse response = new MockHttpServletResponse();

        new StoreAway().doFilter(new MockHttpServletRequest(), response, (q, a) -> {
            throw new MongoTimeoutException("no server");
        });

        assertThat(response.getStatus()).isEqualTo(503);
    }

    @Test
    void a_fault_of_its_own_stays_one() {
        assertThatThrownBy(() -> new StoreAway().doFilter(new MockHttpServletRequest(), new MockHttpServletResponse(), (q, a) -> {
            throw new IllegalArgumentException("bug");
        })).isInstanceOf(IllegalArgumentException.class);
    }
}
