package dev.lockstep.console.pages;

import dev.lockstep.console.gateway.Scopes;
import dev.lockstep.console.gateway.Service;
import dev.lockstep.console.gateway.ServiceCalls;
import dev.lockstep.console.job.Job;
import dev.lockstep.console.job.Jobs;
import dev.lockstep.console.tokens.Grant;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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
    /** Counting whom a change concerns walks over the directory. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);
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

    JsonNode versions(Grant grant, String app) {
        return get(grant, Service.MAPPING, schemaPath(app, "/versions"), Map.of("limit", "50"));
    }

    JsonNode differences(Grant grant, String app, String from, String to) {
        return get(grant, Service.MAPPING, schemaPath(app, "/diff"), Map.of("from", from, "to", to));
    }

    JsonNode version(Grant grant, String app, String number) {
        return get(grant, Service.MAPPING, schemaPath(app, "/versions/" + encode(number)), Map.of());
    }

    JsonNode report(Grant grant, String app, Map<String, @Nullable String> filter) {
        return get(grant, Service.MAPPING, schemaPath(app, "/draft/report"), filter);
    }

    JsonNode preview(Grant grant, String app, String objectId, boolean draft) {
        return send(grant, "POST", schemaPath(app, "/preview"), Map.of("objectId", objectId, "draft", draft));
    }

    /** What saving a document would mean; saves nothing. */
    JsonNode check(Grant grant, String app, JsonNode schema) {
        return send(grant, "PUT", schemaPath(app, "?validateOnly=true"), schema);
    }

    void rollback(Grant grant, String app, String number) {
        send(grant, "POST", schemaPath(app, "/versions/" + encode(number) + "/rollback"), Map.of());
    }

    void saveDraft(Grant grant, String app, JsonNode schema) {
        send(grant, "PUT", schemaPath(app, "/draft"), schema);
    }

    void publishDraft(Grant grant, String app) {
        send(grant, "POST", schemaPath(app, "/draft/publish"), Map.of());
    }

    void discardDraft(Grant grant, String app) {
        send(grant, "DELETE", schemaPath(app, "/draft"), null);
    }

    private static String schemaPath(String app, String rest) {
        return "/api/v1/apps/" + app + "/schema" + rest;
    }

    /** @param target path with its query */
    private JsonNode send(Grant grant, String method, String target, @Nullable Object body) {
        int query = target.indexOf('?');
        Scopes.require(grant, query < 0 ? target : target.substring(0, query), query < 0 ? "" : target.substring(query + 1));
        return services.call(Service.MAPPING, method, target, body, grant.caller(), PATIENCE).orRefuse().tree();
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
