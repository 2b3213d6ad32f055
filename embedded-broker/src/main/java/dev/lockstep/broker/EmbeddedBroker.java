package dev.lockstep.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * One Kafka broker and controller on one directory. It binds 127.0.0.1 only and asks for no password: whoever can log in
 * to the machine can read it. Everything acknowledged survives a kill of the process, not a loss of power (Kafka does not
 * fsync each write).
 *
 * <p>A fatal fault of the broker ends the whole JVM (Kafka halts it), so there is one broker in a JVM and its directory
 * must outlive it.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private static final String CLUSTER_ID = "bG9ja3N0ZXAtZW1iZWRkZQ";
    private static final int NODE_ID = 1;
    private static final int ATTEMPTS = 3;
    private static final int FIRST_PORT = 18_000;
    private static final int LAST_PORT = 32_000;
    private static final int MOST_PORTS_TRIED = 200;

    private final KafkaRaftServer server;
    private final int port;

    private EmbeddedBroker(KafkaRaftServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /**
     * Starts the broker and returns when it takes requests.
     *
     * @param directory where its log lives; created when absent
     * @param port to listen on, 0 for a free one
     * @throws IllegalStateException when the port is taken (Kafka itself would halt the JVM)
     */
    public static EmbeddedBroker start(Path directory, int port) {
        for (int attempt = 1; ; attempt++) {
            try {
                return startOnce(directory, port);
            } catch (KafkaException e) {
                // Between choosing a free port and binding it, somebody else may have taken it.
                if (port != 0 || attempt == ATTEMPTS) {
                    throw new IllegalStateException("the embedded broker did not start: " + e.getMessage(), e);
                }
            }
        }
    }

    private static EmbeddedBroker startOnce(Path directory, int port) {
        int brokerPort = port == 0 ? freePort() : requireFree(port);
        int controllerPort = freePort();
        try {
            Files.createDirectories(directory);
            format(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot prepare the broker's directory " + directory, e);
        } catch (Exception e) {
            throw new IllegalStateException("cannot format the broker's directory " + directory, e);
        }
        KafkaRaftServer server =
                new KafkaRaftServer(new KafkaConfig(settings(directory, brokerPort, controllerPort), false), Time.SYSTEM);
        try {
            server.startup();
        } catch (RuntimeException e) {
            server.shutdown();
            throw e instanceof KafkaException known ? known : new KafkaException(e);
        }
        return new EmbeddedBroker(server, brokerPort);
    }

    /** For clients' {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** Stops cleanly; a start after a kill has to wait out the old session instead. */
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    private static void format(Path directory) throws Exception {
        if (Files.exists(directory.resolve("meta.properties"))) {
            return;
        }
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
                .setClusterId(CLUSTER_ID)
                .setNodeId(NODE_ID)
                .addDirectory(directory.toString())
                .setMetadataLogDirectory(directory.toString())
                .setControllerListenerName("CONTROLLER")
                .setUnstableFeatureVersionsEnabled(false)
                .setIgnoreFormatted(true)
                .setReleaseVersion(MetadataVersion.latestProduction())
                .run();
    }

    private static Map<String, Object> settings(Path directory, int port, int controllerPort) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", String.valueOf(NODE_ID));
        settings.put("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort);
        settings.put("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("inter.broker.listener.name", "PLAINTEXT");
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("log.dirs", directory.toString());
        settings.put("auto.create.topics.enable", "false");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "4");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("transaction.state.log.num.partitions", "2");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("min.insync.replicas", "1");
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        // 128 MiB of heap otherwise.
        settings.put("log.cleaner.dedupe.buffer.size", "16777216");
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("group.min.session.timeout.ms", "1000");
        settings.put("log.segment.bytes", "134217728");
        // After a kill the new broker waits until its own old session has timed out.
        settings.put("broker.session.timeout.ms", "2000");
        settings.put("broker.heartbeat.interval.ms", "400");
        return settings;
    }

    /**
     * Below the ports that systems choose for outgoing connections: one of those could take it before the broker has bound it,
     * and a broker that finds its port taken ends the process.
     */
    private static int freePort() {
        for (int tries = 0; tries < MOST_PORTS_TRIED; tries++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                // Another one, then.
            }
        }
        throw new IllegalStateException("no free port on 127.0.0.1 from " + FIRST_PORT + " to " + LAST_PORT);
    }

    private static int requireFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException("port " + port + " on 127.0.0.1 is taken: choose another one for the broker", e);
        }
    }
}
