package dev.lockstep.console.job;

import dev.lockstep.console.gateway.Service;
import dev.lockstep.console.gateway.ServiceAnswer;
import dev.lockstep.console.gateway.ServiceCalls;
import dev.lockstep.kit.web.Caller;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads and steers the jobs of apps, in the caller's name. */
public final class Jobs {
    private final ServiceCalls services;
    private final JsonMapper json;

    /** What a person can do to a job. */
    public enum Command {
        START("start"), PAUSE("pause"), RESTART("restart");

        private final String path;

        Command(String path) {
            this.path = path;
        }
    }

    public Jobs(ServiceCalls services, JsonMapper json) {
        this.services = services;
        this.json = json;
    }

    public Job job(String app, Caller caller) {
        JsonNode mapping = services.get(Service.MAPPING, "/internal/apps/" + app + "/job", caller).orRefuse().tree();
        JsonNode syncId = mapping.path("syncId");
        String query = syncId.isString() ? "?syncId=" + syncId.stringValue() : "";
        ServiceAnswer writer = services.get(Service.WRITER, "/internal/apps/" + app + "/progress" + query, caller);
        // An app without a connection is not known to the writer yet.
        return JobView.compose(app, mapping, writer.isNotFound() ? json.createObjectNode() : writer.orRefuse().tree());
    }

    /** @param forgetLinks only with {@link Command#RESTART}: matches all accounts anew */
    public Job command(String app, Command command, boolean forgetLinks, Caller caller) {
        if (command == Command.RESTART && forgetLinks) {
            services.post(Service.WRITER, "/internal/apps/" + app + "/forget-links", null, caller).orRefuse();
        }
        Map<String, Object> body = command == Command.RESTART ? Map.of("forgetLinks", forgetLinks) : Map.of();
        services.post(Service.MAPPING, "/api/v1/apps/" + app + "/job/" + command.path, body, caller).orRefuse();
        return job(app, caller);
    }
}
