package dev.lockstep.console.status;

import static dev.lockstep.console.testing.TestConsole.get;
import static dev.lockstep.console.testing.TestConsole.stub;
import static dev.lockstep.console.testing.TestConsole.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.console.gateway.Service;
import dev.lockstep.console.testing.TestConsole;
import dev.lockstep.kit.web.Role;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StatusIT {
    @Test
    void health_is_open_says_only_the_status_and_is_up_when_every_service_is_ready() {
        TestConsole.resetStubs();
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(get("/actuator/health", null).body()).isEqualTo("{\"status\":\"UP\"}"));
        try {
            stub(Service.WRITER).on("GET /actuator/health", 503, "{\"status\":\"DOWN\",\"secret\":\"detail\"}");
            await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
                assertThat(get("/actuator/health", null).statusCode()).isEqualTo(503);
                assertThat(get("/actuator/health", null).body()).isEqualTo("{\"status\":\"DOWN\"}");
                assertThat(get("/api/v1/status", token(Role.OPERATOR)).body()).contains("{\"name\":\"writer\",\"state\":\"down\"}", "{\"name\":\"audit\",\"state\":\"ready\"}");
            });
        } finally {
            TestConsole.resetStubs();
        }
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(get("/actuator/health", null).statusCode()).isEqualTo(200));
    }

    @Test
    void nothing_else_of_the_management_endpoints_is_open() {
        for (String path : new String[] {"/actuator", "/actuator/env", "/actuator/heapdump", "/actuator/prometheus", "/actuator/health/services", "/v3/api-docs", "/swagger-ui.html", "/internal/openapi"}) {
            assertThat(get(path, null).statusCode()).as(path).isIn(401, 303);
        }
        assertThat(get("/actuator/env", token(Role.ADMIN)).statusCode()).isEqualTo(404);
        assertThat(get("/actuator/prometheus", token(Role.AUDITOR)).statusCode()).isEqualTo(200);
    }
}
