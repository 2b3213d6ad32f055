package dev.lockstep.writer;

import static org.awaitility.Awaitility.await;

import dev.lockstep.contracts.AppConfig;
import dev.lockstep.contracts.AppConfig.TargetProfile;
import dev.lockstep.contracts.Topic;
import dev.lockstep.contracts.codec.Codec;
import dev.lockstep.kit.publish.KafkaPublisher;
import dev.lockstep.kit.publish.Outgoing;
import dev.lockstep.kit.testing.TestPlatform;
import dev.lockstep.store.EmbeddedStore;
import dev.lockstep.targets.ChildProcess;
import dev.lockstep.targets.ScimStub;
import dev.lockstep.writer.account.WorkTable;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/** How fast the writer is when the target is not the limit. Not run with the tests: {@code -Dtest=Throughput}. */
class Throughput {
    private static final int USERS = Integer.getInteger("users", 5_000);

    @Test
    void bulk_load() {
        EmbeddedStore store = EmbeddedStore.open(TestPlatform.directory("store"), 0);
        try (ChildProcess stub = ChildProcess.start(ScimStub.class);
                ConfigurableApplicationContext service = WriterApplication.start("--server.port=0", "--lockstep.kafka.brokers=" + TestPlatform.brokers(),
                        "--lockstep.mongo.url=" + store.uri(), "--lockstep.keys-directory=" + TestPlatform.keys(), "--lockstep.allowed-targets=127.0.0.0/8")) {
            KafkaPublisher publisher = service.getBean(KafkaPublisher.class);
            WorkTable table = service.getBean(WorkTable.class);
            for (int round = 1; round <= 4; round++) {
                String app = "bench" + round;
                String prefix = "r" + round + "p";
                AppConfig config = Desires.app(app, stub.baseUrl(), "secret", TargetProfile.standard(), AppConfig.Provisioning.ON, 1);
                publisher.publish(List.of(Outgoing.of(Topic.APP_CONFIG, app, Codec.envelope("c" + app, "mapping", app, Instant.now(), config))));
                List<Outgoing> desires = IntStream.range(0, USERS).mapToObj(n -> {
                    Desires d = Desires.anybody(app, prefix + n).sync("s");
                    return Outgoing.of(Topic.ACCOUNT_DESIRED, d.desired().key(), d.envelope());
                }).toList();
                Map<String, Long> before = cpu();
                long documents = store.stats().documentsWritten();
                long start = System.nanoTime();
                publisher.publish(desires);
                await().pollInterval(Duration.ofMillis(100)).atMost(Duration.ofMinutes(3)).until(() -> table.syncCount(app, "s").settled() == USERS);
                double seconds = (System.nanoTime() - start) / 1e9;
                Map<String, Long> after = cpu();
                System.out.printf("RESULT round %d: %d users in %.2f s = %.0f/s, %.2f documents a user%n", round, USERS, seconds, USERS / seconds,
                        (store.stats().documentsWritten() - documents) / (double) USERS);
                after.forEach((name, nanos) -> {
                    long used = nanos - before.getOrDefault(name, 0L);
                    if (used > 20_000_000) {
                        System.out.printf("RESULT   %-40s %.3f ms/user%n", name, used / 1e6 / USERS);
                    }
                });
            }
        } finally {
            store.close();
        }
    }

    private static Map<String, Long> cpu() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        Map<String, Long> byName = new TreeMap<>();
        for (long id : threads.getAllThreadIds()) {
            var info = threads.getThreadInfo(id);
            if (info != null) {
                byName.merge(info.getThreadName().replaceAll("[0-9]+", "#").replaceAll("#.*#", "#"), Math.max(0, threads.getThreadCpuTime(id)), Long::sum);
            }
        }
        var os = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        byName.put("~whole process", os.getProcessCpuTime());
        return byName;
    }
}
