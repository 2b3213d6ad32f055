package dev.lockstep.console.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A service behind the console: answers what it was told to, and remembers who asked. */
public final class StubService implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, Handler> handlers = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private volatile boolean recording = true;

    /** Answers one exchange. */
    public interface Handler {
        void handle(HttpExchange exchange) throws IOException;
    }

    /** A request, without its body. */
    public record Asked(String method, String target, Map<String, List<String>> headers) {
        public String header(String name) {
            return headers.getOrDefault(name, List.of("")).getFirst();
        }
    }

    private StubService(HttpServer server) {
        this.server = server;
    }

    public static StubService start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            StubService stub = new StubService(server);
            server.createContext("/", stub::handle);
            server.start();
            return stub;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** @param route method and path, such as {@code GET /api/v1/apps} */
    public StubService on(String route, Handler handler) {
        handlers.put(route, handler);
        return this;
    }

    public StubService on(String route, int status, String json) {
        return on(route, exchange -> {
            exchange.getRequestBody().readAllBytes();
            answer(exchange, status, json);
        });
    }

    public static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", status >= 400 ? "application/problem+json" : "application/json");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    public StubService quiet() {
        recording = false;
        return this;
    }

    public void reset() {
        handlers.clear();
        asked.clear();
        recording = true;
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getRawPath();
        if (recording && !path.startsWith("/actuator")) {
            asked.add(new Asked(exchange.getRequestMethod(), exchange.getRequestURI().toString(), Map.copyOf(exchange.getRequestHeaders())));
        }
        Handler handler = handlers.get(exchange.getRequestMethod() + " " + path);
        if (handler != null) {
            handler.handle(exchange);
        } else if (path.equals("/actuator/health")) {
            answer(exchange, 200, "{\"status\":\"UP\"}");
        } else {
            exchange.getRequestBody().readAllBytes();
            answer(exchange, 404, "{\"code\":\"not-found\",\"detail\":\"It does not exist.\",\"next\":\"Look for another.\"}");
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
