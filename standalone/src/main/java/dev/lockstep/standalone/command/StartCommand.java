package dev.lockstep.standalone.command;

import dev.lockstep.standalone.Installation;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Everything in one process, empty, for real use. Runs until it is stopped. */
@Command(name = "start", mixinStandardHelpOptions = true,
        description = "Starts broker, store, services and console in one process.",
        footer = {"", "Only the console's port is public. Broker and store ask for no password and bind 127.0.0.1:",
            "use a machine on which you are the only user. Data survives a kill of the process, not a loss of power."})
final class StartCommand implements Callable<Integer> {
    @Option(names = "--port", defaultValue = "8080", description = "port of the console (default: ${DEFAULT-VALUE}; 0: a free one)")
    int port;

    @Option(names = "--data-dir", defaultValue = ".lockstep", description = "where everything is kept (default: ${DEFAULT-VALUE})")
    Path dataDirectory = Path.of(".lockstep");

    @Option(names = "--allow-target", paramLabel = "CIDR|HOST",
            description = "private, loopback or plain-http targets that applications may have; repeatable")
    List<String> allowedTargets = new ArrayList<>();

    @Option(names = "--set", paramLabel = "NAME=VALUE", description = "a setting of the services; repeatable")
    List<String> properties = new ArrayList<>();

    @Override
    public Integer call() throws InterruptedException {
        Logging.into(dataDirectory);
        Instant begin = Instant.now();
        Installation installation = Installation.start(new Installation.Settings(port, dataDirectory, allowedTargets, properties));
        if (properties.contains(StoreCounters.SETTING)) {
            StoreCounters.write(installation::storeStats, dataDirectory.resolve("store-stats.json"));
        }
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            installation.close();
            stopped.countDown();
        }));
        System.out.printf("Lockstep is ready at %s after %.1f s%n", installation.address(), Duration.between(begin, Instant.now()).toMillis() / 1000.0);
        System.out.println("Sign in with the token in " + installation.adminTokenFile());
        System.out.println("Stop with Ctrl-C; the data stays in " + dataDirectory.toAbsolutePath());
        stopped.await();
        return 0;
    }
}
