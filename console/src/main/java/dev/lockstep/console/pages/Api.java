package dev.lockstep.console.pages;

import dev.lockstep.console.gateway.Scopes;
import dev.lockstep.console.gateway.Service;
import dev.lockstep.console.gateway.ServiceCalls;
import dev.lockstep.console.job.Job;
import dev.lockstep.console.job.Jobs;
import dev.lockstep.console.tokens.Grant;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The REST API, called for a person in a browser with exactly that person's rights: a page shows nothing and does nothing
 * that the API would refuse.
 */
final class Api {
    private final ServiceCalls services;
    private final Jobs jobs;

    Api(ServiceCalls services, Jobs jobs) {
        this.services = services;
        this.jobs = jobs;
    }

    List<JsonNode> apps(Grant grant) {
        List<JsonNode> apps = new ArrayList<>();
        if (grant.isLimited()) {
            grant.apps().stream().sorted().forEach(app -> apps.add(get(grant, Service.MAPPING, "/api/v1/apps/" + app, Map.of())));
        } else {
            get(grant, Service.MAPPING, "/api/v1/apps", Map.of("limit", "500")).path("items").forEach(apps::add);
        }
        return apps;
    }

    JsonNode app(Grant grant, String app) {
        return get(grant, Service.MAPPING, "/api/v1/apps/" + app, Map.of());
    }

    JsonNode schema(Grant grant, String app) {
        return get(grant, Service.MAPPING, "/api/v1/apps/" + app + "/schema", Map.of());
    }

    Job job(Grant grant, String app) {
        Scopes.requireApp(grant, app);
        return jobs.job(app, grant.caller());
    }

    void command(Grant grant, String app, Jobs.Command command, boolean forgetLinks) {
        Scopes.requireApp(grant, app);
        jobs.command(app, command, forgetLinks, grant.caller());
    }

    JsonNode accounts(Grant grant, Map<String, @Nullable String> filter) {
        return get(grant, Service.WRITER, "/api/v1/accounts", filter);
    }

    JsonNode activities(Grant grant, Map<String, @Nullable String> filter) {
        return get(grant, Service.AUDIT, "/api/v1/activities", filter);
    }

    JsonNode activity(Grant grant, String id) {
        JsonNode activity = services.get(Service.AUDIT, "/api/v1/activities/" + encode(id), grant.caller()).orRefuse().tree();
        Scopes.requireApp(grant, activity.path("app").asString(""));
        return activity;
    }

    private JsonNode get(Grant grant, Service service, String path, Map<String, @Nullable String> query) {
        String text = query(query);
        Scopes.require(grant, path, text);
        return services.get(service, text.isEmpty() ? path : path + "?" + text, grant.caller()).orRefuse().tree();
    }

    private static String query(Map<String, @Nullable String> parameters) {
        StringJoiner joined = new StringJoiner("&");
        parameters.forEach((name, value) -> {
            if (value != null && !value.isBlank()) {
                joined.add(name + "=" + encode(value.strip()));
            }
        });
        return joined.toString();
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
