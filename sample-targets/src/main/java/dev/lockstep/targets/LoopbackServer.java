package dev.lockstep.targets;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The JDK's HTTP server on loopback, one virtual thread per request. */
public final class LoopbackServer implements AutoCloseable {

    public static final String SCIM = "application/scim+json";

    static {
        // Read once by the JDK, when its first server starts. Without the first, small answers wait for the peer's delayed
        // acknowledgement (40 ms); without the second, connections beyond 200 are closed while clients still use them.
        setUnlessGiven("sun.net.httpserver.nodelay", "true");
        setUnlessGiven("sun.net.httpserver.maxIdleConnections", "4000");
        setUnlessGiven("sun.net.httpserver.idleInterval", "300");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private LoopbackServer(HttpServer server) {
        this.server = server;
    }

    public static LoopbackServer start(int port, HttpHandler handler) {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
            var loopback = new LoopbackServer(server);
            server.createContext("/", handler);
            server.setExecutor(loopback.threads);
            server.start();
            return loopback;
        } catch (IOException e) {
            throw new UncheckedIOException("Port " + port + " on 127.0.0.1 cannot be opened", e);
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** Compares in constant time, out of habit: these tokens are worth nothing. */
    public static boolean authorized(HttpExchange exchange, byte[] expectedHeader) {
        String given = exchange.getRequestHeaders().getFirst("Authorization");
        return given != null && MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), expectedHeader);
    }

    public static byte[] bearer(String token) {
        return ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
    }

    public static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        if (body.length == 0) {
            exchange.sendResponseHeaders(status, -1);
        } else {
            exchange.getResponseHeaders().set("Content-Type", SCIM);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    public static byte[] error(int status, String scimType, String detail) {
        String type = scimType.isEmpty() ? "" : "\"scimType\":\"" + scimType + "\",";
        return ("{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:Error\"],%s\"detail\":\"%s\",\"status\":\"%d\"}"
                        .formatted(type, detail, status))
                .getBytes(StandardCharsets.UTF_8);
    }

    public static void pause(int millis) {
        if (millis > 0) {
            try {
                Thread.sleep(millis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static void setUnlessGiven(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
