package dev.lockstep.targets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads what accounts an application really has, for checkers: no code shared with the system under test. Fails loudly when
 * the listing cannot be complete, for an incomplete listing would prove nothing.
 */
public final class Accounts implements AutoCloseable {

    private static final int PAGE = 200;

    private final String baseUrl;
    private final String token;
    private final JsonMapper json = JsonMapper.shared();
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    public Accounts(URI baseUrl, String token) {
        this.baseUrl = baseUrl.toString().replaceAll("/+$", "");
        this.token = token;
    }

    /**
     * What a listing found.
     *
     * @param byName the resources by userName (groups: displayName), in the application's order; of several with one name
     *     the first
     * @param duplicates names that more than one resource has, compared without regard to letter case
     * @param total the number of resources listed
     */
    public record Listing(Map<String, JsonNode> byName, Set<String> duplicates, int total) {}

    /** @return every user */
    public Listing users() {
        return list("Users", "userName");
    }

    /** @return every group with its members */
    public Listing groups() {
        return list("Groups", "displayName");
    }

    /** @return the user as the application stores it; missing when there is none */
    public JsonNode user(String id) {
        HttpResponse<String> response = get("/Users/" + id);
        if (response.statusCode() == 404) {
            return json.missingNode();
        }
        return read(response);
    }

    @Override
    public void close() {
        client.close();
    }

    private Listing list(String type, String nameAttribute) {
        Map<String, JsonNode> byId = new LinkedHashMap<>();
        int total;
        do {
            int before = byId.size();
            JsonNode page = read(get("/%s?startIndex=%d&count=%d".formatted(type, before + 1, PAGE)));
            total = page.path("totalResults").asInt(-1);
            if (total < 0) {
                throw new IllegalStateException(type + ": a list answer without totalResults");
            }
            page.path("Resources").forEach(r -> byId.putIfAbsent(r.path("id").asString(), r));
            if (byId.size() == before && before < total) {
                throw new IllegalStateException("%s: the server says %d in all, but lists only %d".formatted(type, total, before));
            }
        } while (byId.size() < total);
        return named(List.copyOf(byId.values()), nameAttribute);
    }

    private static Listing named(List<JsonNode> resources, String nameAttribute) {
        Map<String, JsonNode> byName = new LinkedHashMap<>();
        Set<String> duplicates = new LinkedHashSet<>();
        Set<String> seen = new LinkedHashSet<>();
        for (JsonNode resource : resources) {
            String name = resource.path(nameAttribute).asString("");
            if (!seen.add(name.toLowerCase(Locale.ROOT))) {
                duplicates.add(name);
            }
            byName.putIfAbsent(name, resource);
        }
        return new Listing(byName, duplicates, resources.size());
    }

    private JsonNode read(HttpResponse<String> response) {
        if (response.statusCode() != 200) {
            throw new IllegalStateException(response.request().uri().getPath() + " answered " + response.statusCode());
        }
        return json.readTree(response.body());
    }

    private HttpResponse<String> get(String path) {
        var request = HttpRequest.newBuilder(URI.create(baseUrl + path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + token)
                .header("Accept", "application/scim+json")
                .build();
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while reading " + path, e);
        }
    }
}
