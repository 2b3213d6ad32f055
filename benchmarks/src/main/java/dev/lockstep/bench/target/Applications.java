package dev.lockstep.bench.target;

import com.sun.net.httpserver.HttpExchange;
import dev.lockstep.targets.LaunchOptions;
import dev.lockstep.targets.LoopbackServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/**
 * A process with any number of applications. Its one argument is the token that they all want. Its own address, which it
 * prints, takes:
 *
 * <pre>
 * PUT    /{name}               a {@link Conduct}; the application is opened when it is new -> {tenantUrl, accounts}
 * GET    /{name}?from=N        its journal but the first N calls, a line each
 * DELETE /{name}               forgets it
 * </pre>
 */
public final class Applications implements AutoCloseable {

    private final String token;
    private final Map<String, Application> applications = new ConcurrentHashMap<>();
    private final LoopbackServer control;

    private Applications(String token) {
        this.token = token;
        this.control = LoopbackServer.start(0, this::handle);
    }

    public static Applications start(String token) {
        return new Applications(token);
    }

    public static void main(String[] args) {
        LaunchOptions.quietLogging();
        LaunchOptions.ready(start(args[0]).address());
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + control.port());
    }

    @Override
    public void close() {
        control.close();
        applications.values().forEach(Application::close);
    }

    private void handle(HttpExchange http) throws IOException {
        byte[] body = http.getRequestBody().readAllBytes();
        String name = http.getRequestURI().getPath().substring(1);
        switch (http.getRequestMethod()) {
            case "PUT" -> {
                JsonMapper json = JsonMapper.shared();
                Application application = applications.computeIfAbsent(name, _ -> new Application(token));
                application.behave(json.readValue(body, Conduct.class));
                LoopbackServer.answer(http, 200, json.writeValueAsBytes(Map.of("tenantUrl", application.tenantUrl().toString(), "accounts", application.size())));
            }
            case "DELETE" -> {
                Application gone = applications.remove(name);
                if (gone != null) {
                    gone.close();
                }
                LoopbackServer.answer(http, 204, new byte[0]);
            }
            case String _ -> {
                Application application = applications.get(name);
                int from = Integer.parseInt(http.getRequestURI().getQuery().substring("from=".length()));
                LoopbackServer.answer(http, application == null ? 404 : 200, application == null ? new byte[0]
                        : application.journal(from).stream().map(Call::line).collect(Collectors.joining("\n", "", "\n")).getBytes(StandardCharsets.UTF_8));
            }
        }
    }
}
