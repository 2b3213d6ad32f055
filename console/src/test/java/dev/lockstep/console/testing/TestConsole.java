package dev.lockstep.console.testing;

import dev.lockstep.console.ConsoleApplication;
import dev.lockstep.console.gateway.Service;
import dev.lockstep.console.tokens.Tokens;
import dev.lockstep.kit.testing.TestPlatform;
import dev.lockstep.kit.web.Caller;
import dev.lockstep.kit.web.Role;
import dev.lockstep.store.EmbeddedStore;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;

/** The console, started once for all tests of this JVM. */
public final class TestConsole {
    private static final Map<Service, StubService> STUBS = new EnumMap<>(Service.class);
    private static final Path ADMIN_TOKEN = TestPlatform.directory("console").resolve("admin-token");

    private TestConsole() {
    }

    private static final class Running {
        static final EmbeddedStore STORE = EmbeddedStore.open(TestPlatform.directory("store"), 0,
                EmbeddedStore.Options.defaults());
        static final ConfigurableApplicationContext CONTEXT = start();
        static final String BASE = "http://127.0.0.1:" + CONTEXT.getEnvironment().getProperty("local.server.port");
        static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

        private static ConfigurableApplicationContext start() {
            for (Service service : Service.values()) {
                STUBS.put(service, StubService.start());
            }
            return ConsoleApplication.start("--server.port=0",
                    "--lockstep.kafka.brokers=" + TestPlatform.brokers(), "--lockstep.keys-directory=" + TestPlatform.keys(),
                    "--lockstep.mongo.url=" + STORE.uri(), "--lockstep.admin-token-file=" + ADMIN_TOKEN,
                    "--lockstep.ingest-url=" + STUBS.get(Service.INGEST).url(),
                    "--lockstep.mapping-url=" + STUBS.get(Service.MAPPING).url(),
                    "--lockstep.writer-url=" + STUBS.get(Service.WRITER).url(),
                    "--lockstep.audit-url=" + STUBS.get(Service.AUDIT).url(),
                    "--lockstep.on-demand-patience=2s");
        }
    }

    public static ConfigurableApplicationContext context() {
        return Running.CONTEXT;
    }

    public static String base() {
        return Running.BASE;
    }

    public static String storeUri() {
        return Running.STORE.uri();
    }

    public static Path adminTokenFile() {
        context();
        return ADMIN_TOKEN;
    }

    public static StubService stub(Service service) {
        context();
        return STUBS.get(service);
    }

    public static void resetStubs() {
        context();
        STUBS.values().forEach(StubService::reset);
    }

    /** The text of a fresh token. */
    public static String token(Role role, String... apps) {
        return context().getBean(Tokens.class)
                .create(role.name().toLowerCase(java.util.Locale.ROOT), role, Set.of(apps), null, new Caller("token:test", Set.of(Role.ADMIN))).text();
    }

    public static HttpResponse<String> send(String method, String target, @Nullable String token, @Nullable String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base() + target));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        request.method(method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        return send(request);
    }

    public static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return Running.CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public static HttpResponse<String> get(String target, @Nullable String token) {
        return send("GET", target, token, null);
    }
}
