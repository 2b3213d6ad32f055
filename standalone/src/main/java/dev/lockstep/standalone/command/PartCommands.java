package dev.lockstep.standalone.command;

import dev.lockstep.broker.EmbeddedBroker;
import dev.lockstep.store.EmbeddedStore;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Broker and store as processes of their own, so that services can run as separate processes on one machine. */
final class PartCommands {
    private PartCommands() {
    }

    @Command(name = "broker", mixinStandardHelpOptions = true, description = "Runs only the embedded Kafka broker, on 127.0.0.1.")
    static final class Broker implements Callable<Integer> {
        @Option(names = "--dir", required = true)
        Path directory = Path.of("broker");

        @Option(names = "--port", defaultValue = "9092")
        int port;

        @Override
        public Integer call() throws InterruptedException {
            EmbeddedBroker broker = EmbeddedBroker.start(directory, port);
            return untilStopped(broker, broker.bootstrapServers());
        }
    }

    @Command(name = "store", mixinStandardHelpOptions = true, description = "Runs only the embedded store, on 127.0.0.1.")
    static final class Store implements Callable<Integer> {
        @Option(names = "--dir", required = true)
        Path directory = Path.of("store");

        @Option(names = "--port", defaultValue = "27017")
        int port;

        @Override
        public Integer call() throws InterruptedException {
            EmbeddedStore store = EmbeddedStore.open(directory, port);
            return untilStopped(store, store.uri());
        }
    }

    private static int untilStopped(AutoCloseable part, String address) throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                part.close();
            } catch (Exception e) {
                System.err.println("did not stop cleanly: " + e.getClass().getSimpleName());
            }
        }));
        System.out.println("ready " + address);
        new CountDownLatch(1).await();
        return 0;
    }
}
