package dev.lockstep.e2e.torture.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A REST caller of its own that gives up soon and shows every answer. */
public final class Api implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(3)).build();
    private final String origin;
    private final String token;

    public Api(String origin, String token) {
        this.origin = origin;
        this.token = token;
    }

    /** @param status 0 when there was no answer */
    public record Answer(int status, String text) {
        public boolean isGood() {
            return status >= 200 && status < 300;
        }

        public JsonNode json() {
            try {
                return text.isBlank() ? JSON.nullNode() : JSON.readTree(text);
            } catch (JacksonException e) {
                return JSON.nullNode();
            }
        }
    }

    public Answer get(String path) {
        return call("GET", path, "application/json", "");
    }

    public Answer post(String path, Object body) {
        return call("POST", path, "application/json", JSON.writeValueAsString(body));
    }

    public Answer patch(String path, Object body) {
        return call("PATCH", path, "application/merge-patch+json", JSON.writeValueAsString(body));
    }

    public Answer call(String method, String path, String contentType, String body) {
        HttpRequest request = request(path, Duration.ofSeconds(20)).header("Content-Type", contentType)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)).build();
        try {
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            return new Answer(answer.statusCode(), answer.body());
        } catch (IOException e) {
            return new Answer(0, "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer(0, "");
        }
    }

    /** Something that must work: repeats it for two minutes. */
    public JsonNode must(String method, String path, Object body) {
        Answer answer = new Answer(0, "");
        for (int i = 0; i < 120; i++) {
            answer = switch (method) {
                case "GET" -> get(path);
                case "PATCH" -> patch(path, body);
                case String _ -> post(path, body);
            };
            if (answer.isGood() || answer.status() == 409) {
                return answer.json();
            }
            Moments.pause(Duration.ofSeconds(1));
        }
        throw new IllegalStateException(method + " " + path + " answered " + answer.status() + " " + answer.text());
    }

    /** Items of all pages. */
    public void each(String path, Consumer<JsonNode> taker) {
        String cursor = "";
        do {
            JsonNode page = must("GET", path + (cursor.isEmpty() ? "" : "&cursor=" + java.net.URLEncoder.encode(cursor, java.nio.charset.StandardCharsets.UTF_8)), List.of());
            page.path("items").forEach(taker);
            cursor = page.path("nextCursor").asString("");
        } while (!cursor.isEmpty());
    }

    /** The lines of a long answer, each a JSON document. @return false when the answer broke off */
    public boolean lines(String path, Consumer<JsonNode> taker) {
        try {
            HttpResponse<Stream<String>> answer = http.send(request(path, Duration.ofMinutes(3)).GET().build(), BodyHandlers.ofLines());
            try (Stream<String> lines = answer.body()) {
                lines.filter(line -> !line.isBlank()).map(JSON::readTree).forEach(taker);
            }
            return answer.statusCode() == 200;
        } catch (IOException | java.io.UncheckedIOException | JacksonException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private HttpRequest.Builder request(String path, Duration limit) {
        return HttpRequest.newBuilder(URI.create(origin + path)).timeout(limit).header("Authorization", "Bearer " + token)
                .header("Accept", "application/json, application/x-ndjson");
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
