package dev.lockstep.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.ingest.source.InMemorySources;
import dev.lockstep.ingest.source.SettingsReader;
import dev.lockstep.ingest.source.Source;
import dev.lockstep.kit.web.Caller;
import dev.lockstep.kit.web.Problem;
import dev.lockstep.kit.web.Role;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;

class BusyIT {
    @AfterEach
    void nobody() {
        SecurityContextHolder.clearContext();
    }

    @Test
    void while_the_directory_is_too_far_behind_a_source_is_told_when_to_come_again() {
        InMemorySources sources = new InMemorySources();
        sources.add(new Source("hr", SettingsReader.read(Map.of()), Source.Versions.UNSETTLED, Instant.EPOCH, Instant.EPOCH, null), "k");
        SecurityContextHolder.getContext().setAuthentication(UsernamePasswordAuthenticationToken.authenticated(
                new Caller("source:hr", Set.of(Role.SOURCE)), null, List.of()));
        MockHttpServletResponse response = new MockHttpServletResponse();
        Gate closed = new Gate(RunningIngest.context().getBean(Backlog.class), -1);
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> !closed.isOpen());

        assertThatThrownBy(() -> new Posting(sources, closed, Clock.systemUTC()).admit("hr", new MockHttpServletRequest(), response)).isInstanceOfSatisfying(Problem.class,
                problem -> assertThat(problem.status().value()).isEqualTo(429));

        assertThat(response.getHeader("Retry-After")).isEqualTo("5");
    }
}
