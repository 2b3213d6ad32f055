package dev.lockstep.e2e.torture.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Broker, store, four services (the writer twice) and the console, each in a process of its own. */
public final class Cluster implements AutoCloseable {
    /** In the order in which they start. */
    public enum Part {
        BROKER("standalone", "384m"), STORE("standalone", "384m"), INGEST("ingest-service", "192m"), MAPPING("mapping-service", "256m"),
        WRITER_1("scim-writer-service", "256m"), WRITER_2("scim-writer-service", "256m"), AUDIT("audit-service", "256m"), CONSOLE("console", "192m");

        private final String module;
        private final String heap;

        Part(String module, String heap) {
            this.module = module;
            this.heap = heap;
        }

        boolean isService() {
            return this != BROKER && this != STORE;
        }

        String id() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    private static final Duration START_LIMIT = Duration.ofMinutes(3);

    private final Path work;
    private final Map<Part, Path> jars = new LinkedHashMap<>();
    private final Map<Part, Integer> ports = new HashMap<>();
    private final Map<Part, JavaProcess> running = new ConcurrentHashMap<>();
    private final Map<String, String> environment = new HashMap<>();

    private final @Nullable Path failPoints;

    private Cluster(Path home, Path work, @Nullable Path failPoints) {
        this.work = work;
        this.failPoints = failPoints;
        Jars source = new Jars(home, home.resolve("end-to-end-tests/target/torture-jars"));
        Random random = new Random();
        Set<Integer> taken = new java.util.HashSet<>();
        for (Part part : Part.values()) {
            jars.put(part, source.of(part.module));
            ports.put(part, freePort(random, taken));
        }
        environment.putAll(Map.of(
                "LOCKSTEP_KAFKA_BROKERS", "127.0.0.1:" + ports.get(Part.BROKER),
                "LOCKSTEP_KEYS_DIR", work.resolve("keys").toAbsolutePath().toString(),
                "LOCKSTEP_INGEST_URL", origin(Part.INGEST), "LOCKSTEP_MAPPING_URL", origin(Part.MAPPING),
                "LOCKSTEP_WRITER_URL", origin(Part.WRITER_1), "LOCKSTEP_AUDIT_URL", origin(Part.AUDIT),
                "LOCKSTEP_ALLOWED_TARGETS", "127.0.0.1/32"));
    }

    /**
     * Starts everything and returns when all are up.
     *
     * @param home the project's directory, with the built jars
     * @param work for data and output
     */
    public static Cluster start(Path home, Path work) {
        return start(home, work, null);
    }

    /** @param failPoints a directory of classes that the services load before their own, with fail points in them; null for none */
    public static Cluster start(Path home, Path work, @Nullable Path failPoints) {
        Cluster cluster = new Cluster(home, work, failPoints);
        try {
            cluster.begin();
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private void begin() {
        JavaProcess keys = JavaProcess.start(List.of("-jar", jars.get(Part.STORE).toString(), "keys", "--dir", work.resolve("keys").toString()),
                work.resolve("keys.out"), environment);
        keys.awaitLine("Keys are in", Duration.ofMinutes(1));
        keys.end();
        launch(Part.BROKER);
        launch(Part.STORE);
        awaitUp(Part.BROKER);
        awaitUp(Part.STORE);
        List<Part> services = List.of(Part.values()).stream().filter(Part::isService).toList();
        services.forEach(this::launch);
        services.forEach(this::awaitUp);
    }

    private void launch(Part part) {
        List<String> command = new ArrayList<>(List.of("-Xmx" + part.heap));
        if (failPoints == null || !part.isService()) {
            command.addAll(List.of("-jar", jars.get(part).toString()));
        } else {
            command.addAll(List.of("-Dlockstep.halts=" + orders(part), "-cp", failPoints + java.io.File.pathSeparator + jars.get(part), Jars.mainClass(jars.get(part))));
        }
        String port = Integer.toString(ports.get(part));
        switch (part) {
            case BROKER, STORE -> command.addAll(List.of(part.id(), "--dir", work.resolve(part.id()).toString(), "--port", port));
            case WRITER_1, WRITER_2 -> command.addAll(List.of("--server.port=" + port, "--lockstep.writer.deadline=3s", "--lockstep.writer.connect-timeout=2s",
                    "--lockstep.writer.takeover-grace=1s", "--lockstep.writer.claim-window=3s", "--lockstep.writer.outage-wait=2s",
                    "--lockstep.writer.probe-interval=3s", "--lockstep.writer.look-up-waits=1s,3s,5s,15s",
                    "--lockstep.writer.retry-waits=1s,2s,3s" + ",5s".repeat(200)));
            case CONSOLE -> command.addAll(List.of("--server.port=" + port, "--lockstep.admin-token-file=" + work.resolve("admin-token")));
            case INGEST, MAPPING, AUDIT -> command.add("--server.port=" + port);
        }
        Path output = work.resolve(part.id() + ".out");
        JavaProcess process = JavaProcess.start(command, output, environment);
        running.put(part, process);
        if (part == Part.STORE) {
            // Its address carries its name and, where it asks for one, its secret.
            environment.put("LOCKSTEP_MONGO_URL", process.awaitLine("ready ", START_LIMIT));
        }
    }

    /** Where a part with fail points finds its orders to halt. */
    private Path orders(Part part) {
        return work.resolve("halt-" + part.id()).toAbsolutePath();
    }

    private Path carriedOut(Part part) {
        return orders(part).resolveSibling(orders(part).getFileName() + ".done");
    }

    /** Orders a part with fail points to halt, see {@code inside.Halting}. */
    public void order(Part part, List<String> lines) {
        try {
            Files.deleteIfExists(carriedOut(part));
            // At once or not at all: the process must not read half an order.
            Files.move(Files.write(orders(part).resolveSibling("draft-" + part.id()), lines), orders(part), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean hasCarriedOut(Part part) {
        return Files.exists(carriedOut(part));
    }

    /** Takes an order back, if it has not been carried out. */
    public void countermand(Part part) {
        try {
            Files.deleteIfExists(orders(part));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean isAlive(Part part) {
        return process(part).isAlive();
    }

    /** Waits until it answers. */
    public void awaitUp(Part part) {
        JavaProcess process = process(part);
        if (!part.isService()) {
            process.awaitLine("ready ", START_LIMIT);
            return;
        }
        try (Api api = new Api(origin(part), "none")) {
            boolean up = Moments.await(START_LIMIT, Duration.ofMillis(250), () -> {
                if (!process.isAlive()) {
                    throw new IllegalStateException(part + " ended by itself: see " + work.resolve(part.id() + ".out"));
                }
                // The console is up when all services are.
                return part == Part.CONSOLE ? api.get("/actuator/health").status() > 0 : api.get("/actuator/health").isGood();
            });
            if (!up) {
                throw new IllegalStateException(part + " is not up after " + START_LIMIT);
            }
        }
    }

    /** {@code kill -9}. */
    public void kill(Part part) {
        process(part).kill();
    }

    /** Asks it to end, as a rolling restart does. */
    public void end(Part part) {
        process(part).end();
    }

    /** Starts what was killed or ended again, on the same port and data, and waits until it is up. */
    public void startAgain(Part part) {
        launch(part);
        awaitUp(part);
    }

    public void stop(Part part) {
        process(part).stop();
    }

    public void goOn(Part part) {
        process(part).goOn();
    }

    /** @return parts that ended although nobody asked them to */
    public List<Part> fallen() {
        return running.entrySet().stream().filter(e -> !e.getValue().isAlive()).map(Map.Entry::getKey).toList();
    }

    public long files(Part part) {
        return process(part).files();
    }

    public long threads(Part part) {
        return process(part).threads();
    }

    /** @return how many messages the audit service has still to read */
    public long unread() {
        try (Backlog backlog = new Backlog("127.0.0.1:" + ports.get(Part.BROKER))) {
            return backlog.of("audit");
        }
    }

    /** @return a caller of the console with the administrator's token */
    public Api api() {
        try {
            return new Api(origin(Part.CONSOLE), Files.readString(work.resolve("admin-token")).strip());
        } catch (IOException e) {
            throw new UncheckedIOException("the console wrote no token", e);
        }
    }

    private JavaProcess process(Part part) {
        JavaProcess process = running.get(part);
        if (process == null) {
            throw new IllegalStateException(part + " was never started");
        }
        return process;
    }

    private String origin(Part part) {
        return "http://127.0.0.1:" + ports.get(part);
    }

    /** Below the range from which outgoing connections take theirs, so that nobody has it when the part comes back. */
    private static int freePort(Random random, Set<Integer> taken) {
        while (true) {
            int port = 20_000 + random.nextInt(12_000);
            if (taken.add(port)) {
                try (ServerSocket socket = new ServerSocket()) {
                    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                    return port;
                } catch (IOException occupied) {
                    // The next one.
                }
            }
        }
    }

    @Override
    public void close() {
        running.values().forEach(JavaProcess::kill);
    }
}
