package dev.lockstep.standalone.command;

import dev.lockstep.standalone.Installation;
import dev.lockstep.standalone.client.LockstepClient;
import dev.lockstep.standalone.demo.Demo;
import dev.lockstep.targets.SampleApplication;
import dev.lockstep.targets.ScimSdkApplication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The main job on a sample company. Exit code 0 only if every account ends as it should. */
@Command(name = "demo", mixinStandardHelpOptions = true,
        description = "Provisions a sample company into a real SCIM application and streams a working day of changes.")
final class DemoCommand implements Callable<Integer> {
    @Option(names = "--exit", description = "stop after the comparison instead of staying up")
    boolean exit;

    @Option(names = "--port", defaultValue = "8080", description = "port of the console (default: ${DEFAULT-VALUE}; 0: a free one)")
    int port;

    @Option(names = "--people", defaultValue = "1000", description = "size of the company (default: ${DEFAULT-VALUE}; at least 60)")
    int people;

    @Option(names = "--data-dir", defaultValue = ".lockstep/demo", description = "emptied at start (default: ${DEFAULT-VALUE})")
    Path dataDirectory = Path.of(".lockstep", "demo");

    @Override
    public Integer call() throws Exception {
        empty(dataDirectory);
        Logging.into(dataDirectory);
        String secretToken = HexFormat.of().formatHex(SecureRandom.getInstanceStrong().generateSeed(16));
        Instant begin = Instant.now();
        System.out.println("Starting a Kafka broker, the store, four services, the console and a SCIM application (SCIM-SDK's server) ...");
        try (SampleApplication application = ScimSdkApplication.start(0, secretToken);
                Installation installation = Installation.start(new Installation.Settings(port, dataDirectory, List.of("127.0.0.1/32"), List.of()));
                LockstepClient client = new LockstepClient(installation.address(), installation.adminToken())) {
            System.out.printf("Ready after %.1f s. The demo allows the target 127.0.0.1, which Lockstep otherwise refuses.%n",
                    Duration.between(begin, Instant.now()).toMillis() / 1000.0);
            boolean right = new Demo(client, application, secretToken, System.console() != null && System.console().isTerminal(),
                    dataDirectory.resolve("company"), people).run();
            if (exit) {
                return right ? 0 : 1;
            }
            System.out.println();
            System.out.println("Console:      " + installation.address() + "   sign in with the token in " + installation.adminTokenFile());
            System.out.println("Application:  " + application.baseUrl());
            System.out.println("Try next:     look at Activity; change a person:");
            System.out.println("  curl -H \"Authorization: Bearer $(cat " + installation.adminTokenFile() + ")\" " + installation.address()
                    + "/api/v1/directory/users?limit=3");
            System.out.println("Stop with Ctrl-C.");
            CountDownLatch stopped = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                installation.close();
                application.close();
                stopped.countDown();
            }));
            stopped.await();
            return right ? 0 : 1;
        }
    }

    /** Only a directory that an earlier demo filled. */
    private static void empty(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        if (!Files.exists(directory.resolve("lock")) && Files.list(directory).findAny().isPresent()) {
            throw new IllegalStateException(directory.toAbsolutePath() + " holds something else than an earlier demo: choose another --data-dir");
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
