package dev.lockstep.standalone.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A small client of the REST API. Every refusal becomes a {@link Refused} that says what the server said. */
public final class LockstepClient implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final String server;
    private final String token;

    public LockstepClient(String server, String token) {
        this.server = server.replaceAll("/+$", "");
        this.token = token;
    }

    /** The server did not do it; the text says what, why, what next and the request id. */
    public static final class Refused extends RuntimeException {
        private final int status;
        private final String code;

        Refused(int status, String code, String message) {
            super(message);
            this.status = status;
            this.code = code;
        }

        public int status() {
            return status;
        }

        public String code() {
            return code;
        }
    }

    public JsonNode get(String path) {
        return send("GET", path, "application/json", BodyPublishers.noBody());
    }

    public JsonNode post(String path, Object body) {
        return send("POST", path, "application/json", BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
    }

    public JsonNode put(String path, Object body) {
        return send("PUT", path, "application/json", BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
    }

    public JsonNode patch(String path, Object body) {
        return send("PATCH", path, "application/merge-patch+json", BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
    }

    public JsonNode delete(String path) {
        return send("DELETE", path, "application/json", BodyPublishers.noBody());
    }

    public JsonNode upload(String path, Path file) throws IOException {
        return send("POST", path, "text/csv", BodyPublishers.ofFile(file));
    }

    public JsonNode postText(String path, String contentType, String body) {
        return send("POST", path, contentType, BodyPublishers.ofString(body));
    }

    /** Encodes one query parameter's value or path segment. */
    public static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private JsonNode send(String method, String path, String contentType, BodyPublisher body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server + path))
                .timeout(Duration.ofMinutes(10))
                .header("Authorization", "Bearer " + token)
                .header("Accept", "application/json")
                .header("Content-Type", contentType)
                .method(method, body)
                .build();
        try {
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            JsonNode tree = tree(answer.body());
            if (answer.statusCode() >= 400) {
                throw refused(answer.statusCode(), tree);
            }
            return tree == null ? JSON.nullNode() : tree;
        } catch (IOException e) {
            throw new UncheckedIOException("no answer from " + server + ": is Lockstep running there?", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static @Nullable JsonNode tree(String body) {
        try {
            return body.isBlank() ? null : JSON.readTree(body);
        } catch (JacksonException e) {
            return null;
        }
    }

    private static Refused refused(int status, @Nullable JsonNode problem) {
        if (problem == null) {
            return new Refused(status, "unknown", "the server answered " + status);
        }
        StringBuilder text = new StringBuilder(problem.path("detail").asString("the server answered " + status));
        for (JsonNode error : problem.path("errors")) {
            text.append("\n  ").append(error.path("pointer").asString("")).append(": ").append(error.path("message").asString(""));
        }
        text.append("\n").append(problem.path("next").asString(""));
        text.append("\n(").append(problem.path("code").asString("unknown")).append(", request ").append(problem.path("requestId").asString("?")).append(")");
        return new Refused(status, problem.path("code").asString("unknown"), text.toString());
    }

    @Override
    public void close() {
        http.close();
    }
}
