package dev.lockstep.standalone;

import dev.lockstep.audit.AuditApplication;
import dev.lockstep.broker.EmbeddedBroker;
import dev.lockstep.console.ConsoleApplication;
import dev.lockstep.ingest.IngestApplication;
import dev.lockstep.mapping.MappingApplication;
import dev.lockstep.store.EmbeddedStore;
import dev.lockstep.writer.WriterApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A whole Lockstep in this process: broker, store, the four services and the console, each service in its own Spring
 * context as if it ran alone. Only the console's port is public; everything else binds 127.0.0.1 on free ports.
 *
 * <p>Broker and store ask for no password: whoever can log in to this machine can read them, so it has to be a
 * single-user host.
 */
public final class Installation implements AutoCloseable {
    private static final List<String> FREE_PORT = List.of("server.port=0");
    /** Not the common pool: on two cores that has one thread, and its class loader does not see nested jars. */
    private static final Executor OWN_THREAD = task -> Thread.ofPlatform().name("starting").start(task);

    private final Settings settings;
    private final DataDirectory directory;
    private final EmbeddedStore store;
    private final Deque<AutoCloseable> running;
    private final int port;

    /**
     * @param port of the console; 0 for a free one
     * @param dataDirectory broker log, store, keys and the admin token
     * @param allowedTargets CIDR ranges or hosts that applications may have although they are private, loopback or plain http
     * @param properties further Spring properties for every service, as {@code name=value}
     */
    public record Settings(int port, Path dataDirectory, List<String> allowedTargets, List<String> properties) {
        public Settings {
            allowedTargets = List.copyOf(allowedTargets);
            properties = List.copyOf(properties);
        }
    }

    private Installation(Settings settings, DataDirectory directory, EmbeddedStore store, Deque<AutoCloseable> running, int port) {
        this.settings = settings;
        this.directory = directory;
        this.store = store;
        this.running = running;
        this.port = port;
    }

    /**
     * Starts everything and returns when the console answers.
     *
     * @throws IllegalStateException when another process uses the data directory, a port is taken or a service fails
     */
    public static Installation start(Settings settings) {
        Deque<AutoCloseable> running = new ArrayDeque<>();
        try {
            DataDirectory directory = started(running, DataDirectory.open(settings.dataDirectory()));
            // Broker and store do not need each other; starting them side by side saves a second.
            CompletableFuture<EmbeddedBroker> brokerStart =
                    CompletableFuture.supplyAsync(() -> EmbeddedBroker.start(directory.broker(), 0), OWN_THREAD);
            EmbeddedStore store = started(running, EmbeddedStore.open(directory.store(), 0));
            EmbeddedBroker broker = started(running, brokerStart.join());
            // For Kafka's own tools, as the runbooks use them.
            org.slf4j.LoggerFactory.getLogger("dev.lockstep.broker").info("the embedded broker is at {}", broker.bootstrapServers());
            List<String> shared = shared(settings, directory, broker, store);

            // The first context alone: several at once race in shared static set-up.
            int audit = port(started(running, service(AuditApplication::start, shared, FREE_PORT)));
            var ingest = starting(IngestApplication::start, shared, FREE_PORT);
            var mapping = starting(MappingApplication::start, shared, FREE_PORT);
            var writer = starting(WriterApplication::start, shared, allowed(settings));
            int ingestPort = port(started(running, ingest.join()));
            int mappingPort = port(started(running, mapping.join()));
            int writerPort = port(started(running, writer.join()));

            List<String> addresses = List.of(
                    "server.port=" + settings.port(),
                    "lockstep.ingest-url=http://127.0.0.1:" + ingestPort,
                    "lockstep.mapping-url=http://127.0.0.1:" + mappingPort,
                    "lockstep.writer-url=http://127.0.0.1:" + writerPort,
                    "lockstep.audit-url=http://127.0.0.1:" + audit,
                    "lockstep.admin-token-file=" + directory.adminToken());
            int console = port(started(running, service(ConsoleApplication::start, shared, addresses)));
            return new Installation(settings, directory, store, running, console);
        } catch (CompletionException e) {
            close(running);
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        } catch (RuntimeException e) {
            close(running);
            throw e;
        }
    }

    /** Where console and REST API answer. */
    public String address() {
        return "http://127.0.0.1:" + port;
    }

    /** The file that holds the first administrator's token, mode 600. */
    public Path adminTokenFile() {
        return directory.adminToken();
    }

    public String adminToken() {
        try {
            return Files.readString(directory.adminToken()).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("the admin token cannot be read", e);
        }
    }

    /** Documents written and commits so far, for the benchmark. */
    public EmbeddedStore.Stats storeStats() {
        return store.stats();
    }

    public Settings settings() {
        return settings;
    }

    @Override
    public void close() {
        close(running);
    }

    private static List<String> shared(Settings settings, DataDirectory directory, EmbeddedBroker broker, EmbeddedStore store) {
        List<String> shared = new ArrayList<>(List.of(
                "lockstep.kafka.brokers=" + broker.bootstrapServers(),
                "lockstep.mongo.url=" + store.uri(),
                "lockstep.keys-directory=" + directory.keys(),
                "lockstep.replication-factor=1"));
        shared.addAll(settings.properties());
        return shared;
    }

    private static List<String> allowed(Settings settings) {
        return settings.allowedTargets().isEmpty() ? FREE_PORT
                : List.of(FREE_PORT.getFirst(), "lockstep.allowed-targets=" + String.join(",", settings.allowedTargets()));
    }

    private static CompletableFuture<ConfigurableApplicationContext> starting(
            Function<String[], ConfigurableApplicationContext> service, List<String> shared, List<String> own) {
        return CompletableFuture.supplyAsync(() -> service(service, shared, own), OWN_THREAD);
    }

    private static ConfigurableApplicationContext service(
            Function<String[], ConfigurableApplicationContext> service, List<String> shared, List<String> own) {
        List<String> arguments = new ArrayList<>(shared);
        arguments.addAll(own);
        return service.apply(arguments.stream().map(property -> "--" + property).toArray(String[]::new));
    }

    private static int port(ConfigurableApplicationContext service) {
        return service.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    private static <T extends AutoCloseable> T started(Deque<AutoCloseable> running, T part) {
        running.push(part);
        return part;
    }

    /** In reverse order of the start: services, then store, then broker. */
    private static void close(Deque<AutoCloseable> running) {
        while (!running.isEmpty()) {
            try {
                running.pop().close();
            } catch (Exception e) {
                org.slf4j.LoggerFactory.getLogger(Installation.class).atWarn()
                        .addKeyValue("fault", e.getClass().getName()).log("a part did not stop cleanly");
            }
        }
    }
}
