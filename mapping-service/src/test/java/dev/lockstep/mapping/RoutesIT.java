package dev.lockstep.mapping;

import static dev.lockstep.mapping.Running.admin;
import static dev.lockstep.mapping.Running.call;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.kit.web.Allowed;
import dev.lockstep.kit.web.Role;
import dev.lockstep.mapping.Running.Answer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/** The REST surface: who may call what, the shapes of api.md, and no secret in any answer. */
class RoutesIT {
    private static final String SECRET = "very-s3cret-token";

    @Test
    void every_route_names_its_roles() {
        List<HandlerMethod> ours = Running.SERVICE.getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods().values().stream().filter(m -> m.getBeanType().getName().startsWith("dev.lockstep.")).toList();

        assertThat(ours).hasSizeGreaterThan(20).allMatch(method -> method.hasMethodAnnotation(Allowed.class));
    }

    @Test
    void operators_run_and_auditors_read_and_neither_sees_or_changes_secrets_and_mappings() {
        admin("POST", "/api/v1/apps", "{\"template\":\"scim\",\"name\":\"roles\"}");
        for (String write : List.of("PUT /api/v1/apps/roles/credentials", "PUT /api/v1/apps/roles/schema", "PATCH /api/v1/apps/roles",
                "DELETE /api/v1/apps/roles", "POST /api/v1/apps", "PUT /api/v1/apps/roles/schema/draft", "DELETE /api/v1/apps/roles/schema/draft",
                "POST /api/v1/apps/roles/schema/draft/publish", "POST /api/v1/apps/roles/schema/versions/1/rollback", "PUT /api/v1/directory/precedence", "POST /api/v1/apps/roles/assignments")) {
            String[] route = write.split(" ");
            for (Role role : List.of(Role.OPERATOR, Role.AUDITOR, Role.SOURCE)) {
                assertThat(call(route[0], route[1], "{}", role).status()).as(write + " as " + role).isEqualTo(403);
            }
        }
        assertThat(call("POST", "/api/v1/apps/roles/job/start", null, Role.OPERATOR).status()).isEqualTo(409);
        assertThat(call("POST", "/api/v1/apps/roles/job/start", null, Role.AUDITOR).status()).isEqualTo(403);
        assertThat(call("GET", "/api/v1/apps", null, Role.AUDITOR).status()).isEqualTo(200);
        assertThat(call("GET", "/api/v1/apps", null, Role.SOURCE).status()).isEqualTo(403);
        assertThat(call("GET", "/api/v1/directory/users", null, Role.AUDITOR).status()).isEqualTo(200);
    }

    @Test
    void an_app_has_the_published_shape_and_its_secret_is_in_no_answer() {
        List<Answer> answers = new ArrayList<>();
        Answer created = admin("POST", "/api/v1/apps", """
                {"template":"pingboard","name":"Shape of Apps","tenantUrl":"https://acme.example/scim","secretToken":"%s"}""".formatted(SECRET));
        answers.add(created);
        assertThat(created.status()).isEqualTo(201);
        List<String> fields = new ArrayList<>();
        created.body().propertyNames().forEach(fields::add);
        assertThat(fields).containsExactlyInAnyOrder("id", "template", "name", "tenantUrl", "credentials", "configVersion", "provisioningMode", "scope",
                "notifications", "removalThreshold", "limits", "groupsEnabled", "onPurge", "retry", "confirmEffect", "skipOutOfScopeDeletions", "reconciliation");
        JsonNode credentials = created.body().path("credentials");
        assertThat(credentials.path("set").asBoolean()).isTrue();
        assertThat(credentials.path("fingerprint").asString()).matches("[0-9a-f]{8}");
        assertThat(created.body().path("id").asString()).isEqualTo("shape-of-apps");

        String app = "/api/v1/apps/shape-of-apps";
        answers.add(admin("POST", "/api/v1/apps", "{\"template\":\"pingboard\",\"name\":\"Shape of Apps\",\"secretToken\":\"" + SECRET + "\"}"));
        assertThat(answers.getLast().status()).isEqualTo(409);
        answers.add(admin("PUT", app + "/credentials", "{\"secretToken\":\"" + SECRET + "\"}"));
        answers.add(admin("PUT", app + "/credentials", "{\"secretToken\":\"" + SECRET + "\\n\"}"));
        assertThat(answers.getLast().status()).isEqualTo(400);
        answers.add(admin("PUT", app + "/credentials", "{\"secretToken\":\"" + SECRET + "\","));
        assertThat(answers.getLast().status()).isEqualTo(400);
        answers.add(admin("PUT", app + "/credentials", """
                {"oauthClientCredentials":{"tokenEndpoint":"https://t.example","clientId":"me","clientSecret":"%s","scopes":["a"]}}""".formatted(SECRET)));
        answers.add(admin("PATCH", app, "{\"tenantUrl\":\"https://else.example\"}"));
        assertThat(answers.getLast().body().path("code").asString()).isEqualTo("secret-required");
        answers.add(admin("PATCH", app, "{\"tenantUrl\":\"https://else.example\",\"secretToken\":\"" + SECRET + "\"}"));
        assertThat(answers.getLast().status()).isEqualTo(200);
        answers.add(admin("GET", app, null));
        answers.add(admin("GET", "/api/v1/apps", null));
        answers.add(admin("GET", app + "/schema", null));
        answers.add(admin("POST", app + "/job/start", null));
        answers.add(admin("GET", "/internal" + app.substring("/api/v1".length()) + "/job", null));
        assertThat(answers).noneMatch(answer -> answer.text().contains(SECRET) || answer.text().contains("ciphertext") || answer.text().contains("salt"));
        assertThat(admin("DELETE", app, null).status()).isEqualTo(204);
    }

    @Test
    void expressions_are_evaluated_in_the_published_shapes() {
        String route = "/api/v1/expressions/evaluate";
        assertThat(admin("POST", route, "{\"expression\":\"Join(\\\"@\\\", [a], \\\"x\\\")\",\"attributes\":{\"a\":\"j\"}}").body().path("value").asString()).isEqualTo("j@x");
        assertThat(admin("POST", route, "{\"expression\":\"IgnoreFlowIfNullOrEmpty([a])\",\"attributes\":{\"a\":null}}").body().path("ignored").asBoolean()).isTrue();
        JsonNode error = admin("POST", route, "{\"expression\":\"Jion([a])\",\"attributes\":{}}").body().path("error");
        assertThat(error.path("code").asString()).isEqualTo("unknown-function");
        assertThat(error.path("position").asInt(-1)).isZero();
        JsonNode joined = admin("POST", route, "{\"expression\":\"Join(\\\"@\\\", [a], \\\"x\\\")\",\"attributes\":{\"a\":\"j\"}}").body();
        assertThat(joined.path("type").asString()).isEqualTo("text");
        assertThat(joined.path("errors")).isEmpty();
        assertThat(joined.path("tree").path("name").asString()).isEqualTo("Join");
        assertThat(joined.path("tree").path("children").get(1).path("kind").asString()).isEqualTo("attribute");
        JsonNode wrong = admin("POST", route, "{\"expression\":\"Join(Jion([a]), Mid([b]))\",\"attributes\":{}}").body();
        assertThat(wrong.path("errors").size()).isGreaterThanOrEqualTo(2);
        assertThat(wrong.path("tree").path("name").asString()).isEqualTo("Join");
        JsonNode redacted = admin("POST", route, "{\"expression\":\"Redact([a])\",\"attributes\":{\"a\":\"j\"}}").body();
        assertThat(redacted.path("value").asString()).isEqualTo("j");
        assertThat(redacted.path("log").asString()).isEqualTo("[Redact]");
        assertThat(admin("POST", route, "{\"expression\":\"DefaultDomain()\",\"attributes\":{},\"context\":{\"defaultDomain\":\"acme.example\"}}")
                .body().path("value").asString()).isEqualTo("acme.example");
        assertThat(admin("GET", "/api/v1/expressions/functions", null).body().path("items").size()).isGreaterThan(40);
        assertThat(admin("GET", "/api/v1/gallery?q=ping", null).body().path("items").get(0).path("fields").get(0).path("name").asString()).isEqualTo("tenantUrl");
    }

    @Test
    void the_api_describes_itself_and_counts_what_it_does() {
        assertThat(call("GET", "/internal/openapi", null, Role.OPERATOR).text()).contains("/api/v1/apps/{app}/assignments", "/api/v1/directory/users");
        Running.publish(Running.user("metric-1", java.util.Map.of("displayName", "M")));
        org.awaitility.Awaitility.await().until(() -> admin("GET", "/api/v1/directory/users/metric-1", null).status() == 200);
        assertThat(admin("PUT", "/api/v1/directory/precedence", "{\"sources\":[\"hr\"]}").status()).isEqualTo(200);
        assertThat(admin("GET", "/api/v1/directory/precedence", null).text()).isEqualTo("{\"sources\":[\"hr\"]}");
        assertThat(admin("PUT", "/api/v1/directory/precedence", "{\"sources\":[]}").status()).isEqualTo(200);
    }

    @Test
    void the_directory_is_searched_in_pages() {
        Running.publish(Running.user("page-1", java.util.Map.of("displayName", "Pagina One")), Running.user("page-2", java.util.Map.of("displayName", "Pagina Two")));
        org.awaitility.Awaitility.await().until(() -> admin("GET", "/api/v1/directory/users?q=pagina", null).body().path("items").size() == 2);

        Answer first = admin("GET", "/api/v1/directory/users?q=pagina&limit=1", null);
        Answer second = admin("GET", "/api/v1/directory/users?q=pagina&limit=1&cursor=" + first.body().path("nextCursor").asString(), null);

        assertThat(first.body().path("items").get(0).path("attributes").path("displayName").asString()).isEqualTo("Pagina One");
        assertThat(second.body().path("items").get(0).path("objectId").asString()).isEqualTo("page-2");
        assertThat(second.body().path("nextCursor").isNull()).isTrue();
        assertThat(admin("GET", "/api/v1/directory/users/nobody", null).status()).isEqualTo(404);
        assertThat(admin("PUT", "/api/v1/directory/precedence", "{\"sources\":\"hr\"}").status()).isEqualTo(400);
    }
}
