package dev.lockstep.targets.hostile;

import com.sun.net.httpserver.HttpExchange;
import dev.lockstep.targets.LaunchOptions;
import dev.lockstep.targets.LoopbackServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A process with one application of each {@link Profile}. Arguments: {@code <journal directory> <seed> <token prefix>}; an
 * application's token is the prefix and its name. Its own address, which it prints, takes:
 *
 * <pre>
 * GET  /apps                        {name: tenant URL}
 * POST /apps/{name}/mode/{MODE}
 * GET  /apps/{name}/users           every account
 * POST /apps/{name}/users           an account that was there before, past the journal
 * GET  /apps/{name}/groups          every group
 * POST /apps/{name}/groups          a group that was there before, past the journal
 * </pre>
 */
public final class HostileTargets implements AutoCloseable {

    private final Map<String, HostileApplication> applications = new TreeMap<>();
    private final LoopbackServer control;

    private HostileTargets(Path journals, long seed, String tokenPrefix) {
        for (Profile profile : Profile.values()) {
            String name = name(profile);
            applications.put(name, HostileApplication.start(profile, tokenPrefix + name, seed + profile.ordinal(), journals.resolve(name + ".jsonl")));
        }
        control = LoopbackServer.start(0, this::handle);
    }

    /** @return the name of the application with this profile */
    public static String name(Profile profile) {
        return profile.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static HostileTargets start(Path journals, long seed, String tokenPrefix) {
        return new HostileTargets(journals, seed, tokenPrefix);
    }

    public static void main(String[] args) {
        if (args.length != 3) {
            throw new IllegalArgumentException("Arguments are: <journal directory> <seed> <token prefix>");
        }
        LaunchOptions.quietLogging();
        LaunchOptions.ready(start(Path.of(args[0]), Long.parseLong(args[1]), args[2]).address());
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + control.port());
    }

    @Override
    public void close() {
        control.close();
        applications.values().forEach(HostileApplication::close);
    }

    private void handle(HttpExchange http) throws IOException {
        String body = new String(http.getRequestBody().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        JsonMapper json = JsonMapper.shared();
        String[] path = http.getRequestURI().getPath().split("/");
        HostileApplication application = path.length > 2 ? applications.get(path[2]) : null;
        if (path.length == 2) {
            ObjectNode urls = json.createObjectNode();
            applications.forEach((name, one) -> urls.put(name, one.baseUrl().toString()));
            LoopbackServer.answer(http, 200, json.writeValueAsBytes(urls));
        } else if (application == null) {
            LoopbackServer.answer(http, 404, new byte[0]);
        } else if (path[3].equals("mode")) {
            application.mode(Mode.valueOf(path[4]));
            LoopbackServer.answer(http, 204, new byte[0]);
        } else if (http.getRequestMethod().equals("POST")) {
            ObjectNode resource = (ObjectNode) json.readTree(body);
            String id = path[3].equals("groups") ? application.addGroup(resource) : application.add(resource);
            LoopbackServer.answer(http, 201, json.writeValueAsBytes(json.createObjectNode().put("id", id)));
        } else {
            LoopbackServer.answer(http, 200, json.writeValueAsBytes(path[3].equals("groups") ? application.groups() : application.dump()));
        }
    }
}
