package dev.lockstep.console.openapi;

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

class DescriptionIT {
    @Test
    void one_description_covers_all_services_without_internal_routes_or_mixed_up_names() {
        TestConsole.resetStubs();
        stub(Service.MAPPING).on("GET /internal/openapi", 200, """
                {"paths":{"/api/v1/apps":{"get":{"operationId":"list","responses":{"200":{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Page"}}}}}}},"/internal/apps/{app}/job":{"get":{}}},
                 "components":{"schemas":{"Page":{"type":"object","properties":{"app":{"type":"string"}}}}}}""");
        stub(Service.WRITER).on("GET /internal/openapi", 200, """
                {"paths":{"/api/v1/accounts":{"get":{"operationId":"list","responses":{"200":{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Page"}}}}}}}},
                 "components":{"schemas":{"Page":{"type":"object","properties":{"account":{"type":"string"}}}}}}""");

        JsonNode all = JsonMapper.shared().readTree(get("/api/v1/openapi.json", token(Role.AUDITOR)).body());

        assertThat(all.path("paths").propertyNames()).contains("/api/v1/apps", "/api/v1/accounts", "/api/v1/tokens", "/api/v1/apps/{app}/job")
                .noneMatch(path -> path.startsWith("/internal"));
        assertThat(all.at("/paths/~1api~1v1~1accounts/get/responses/200/content/application~1json/schema/$ref").stringValue())
                .isIn("#/components/schemas/Page", "#/components/schemas/writer.Page");
        String ofApps = all.at("/paths/~1api~1v1~1apps/get/responses/200/content/application~1json/schema/$ref").stringValue();
        String ofAccounts = all.at("/paths/~1api~1v1~1accounts/get/responses/200/content/application~1json/schema/$ref").stringValue();
        assertThat(ofApps).isNotEqualTo(ofAccounts);
        assertThat(all.at(ofApps.substring(1)).path("properties").propertyNames()).containsExactly("app");
        assertThat(all.at("/paths/~1api~1v1~1apps/get/operationId")).isNotEqualTo(all.at("/paths/~1api~1v1~1accounts/get/operationId"));
    }
}
