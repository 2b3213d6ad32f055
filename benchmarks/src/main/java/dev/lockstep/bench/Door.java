package dev.lockstep.bench;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Lockstep's REST API as an administrator uses it. Anything but success is an exception that says what the server said. */
final class Door implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Http http;

    Door(URI address, String token) {
        this.http = new Http(address, token, 4);
    }

    JsonNode get(String path) {
        return read("GET " + path, http.get(path));
    }

    JsonNode post(String path, Object body) {
        return read("POST " + path, http.send("POST", path, "application/json", JSON.writeValueAsBytes(body)));
    }

    JsonNode patch(String path, Object body) {
        return read("PATCH " + path, http.send("PATCH", path, "application/merge-patch+json", JSON.writeValueAsBytes(body)));
    }

    void delete(String path) {
        read("DELETE " + path, http.delete(path));
    }

    static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static JsonNode read(String what, Http.Answer answer) {
        if (answer.status() >= 300) {
            throw new IllegalStateException(what + " answered " + answer.status() + " " + answer.text());
        }
        return answer.body().length == 0 ? JSON.nullNode() : JSON.readTree(answer.body());
    }

    @Override
    public void close() {
        http.close();
    }
}
