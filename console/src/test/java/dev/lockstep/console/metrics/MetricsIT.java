package dev.lockstep.console.metrics;

import static dev.lockstep.console.testing.TestConsole.get;
import static dev.lockstep.console.testing.TestConsole.stub;
import static dev.lockstep.console.testing.TestConsole.token;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.console.gateway.Service;
import dev.lockstep.console.testing.TestConsole;
import dev.lockstep.kit.web.Role;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MetricsIT {
    @Test
    void metrics_of_all_services_are_listed_with_who_has_them_and_a_missing_service_is_an_error() {
        TestConsole.resetStubs();
        for (Service service : Service.values()) {
            stub(service).on("GET /internal/meters", 200, """
                    {"items":[{"name":"lockstep.%s.things","type":"COUNTER","unit":"things","tags":["app"],"meaning":"Things."}]}""".formatted(service.label()));
        }

        JsonNode items = JsonMapper.shared().readTree(get("/api/v1/metrics", token(Role.OPERATOR)).body()).path("items");

        assertThat(items.findValuesAsString("name")).contains("lockstep.audit.things", "lockstep.writer.things", "lockstep.parked");
        assertThat(items.get(0).toString()).isEqualTo("""
                {"meter":{"name":"lockstep.audit.things","type":"COUNTER","unit":"things","tags":["app"],"meaning":"Things."},"services":["audit"]}""");
        stub(Service.WRITER).on("GET /internal/meters", 503, "{}");
        assertThat(get("/api/v1/metrics", token(Role.OPERATOR)).statusCode()).isEqualTo(503);
        assertThat(get("/api/v1/metrics", token(Role.SOURCE)).statusCode()).isEqualTo(403);
    }
}
