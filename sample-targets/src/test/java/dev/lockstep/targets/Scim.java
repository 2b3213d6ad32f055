package dev.lockstep.targets;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Plain HTTP, as any client would speak it. */
record Scim(URI baseUrl, String token) {

    private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    record Reply(int status, String text, HttpResponse<String> raw) {
        JsonNode json() {
            return JsonMapper.shared().readTree(text);
        }
    }

    Reply get(String path) throws Exception {
        return send("GET", path, "");
    }

    Reply find(String type, String attribute, String value) throws Exception {
        String filter = attribute + " eq \"" + value + "\"";
        return get("/" + type + "?filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8));
    }

    Reply post(String path, String body) throws Exception {
        return send("POST", path, body);
    }

    Reply patch(String path, String operations) throws Exception {
        return send("PATCH", path, """
                {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[%s]}""".formatted(operations));
    }

    Reply send(String method, String path, String body, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(baseUrl + path))
                .timeout(Duration.ofSeconds(10))
                .header("Authorization", "Bearer " + token)
                .header("Accept", "application/scim+json")
                .header("Content-Type", "application/scim+json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<String> response = CLIENT.send(request.build(), BodyHandlers.ofString());
        return new Reply(response.statusCode(), response.body(), response);
    }

    static String user(String userName) {
        return user(userName, "ext-" + userName);
    }

    static String user(String userName, String externalId) {
        return """
                {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User",
                  "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
                 "userName":"%s","externalId":"%s","active":true,"displayName":"Zoë O’Neill",
                 "name":{"givenName":"Zoë","familyName":"O’Neill"},
                 "emails":[{"type":"work","value":"zoe@example.com","primary":true}],
                 "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"Harbour","employeeNumber":"7"}}
                """.formatted(userName, externalId);
    }
}
