package dev.lockstep.writer.delivery;

import static org.awaitility.Awaitility.await;

import dev.lockstep.contracts.AccountOutcome;
import dev.lockstep.contracts.AccountOutcome.Result;
import dev.lockstep.contracts.AppConfig;
import dev.lockstep.contracts.AppConfig.TargetProfile;
import dev.lockstep.kit.publish.Publisher;
import dev.lockstep.kit.secret.Opener;
import dev.lockstep.kit.security.KeyFiles;
import dev.lockstep.kit.testing.InMemoryPublisher;
import dev.lockstep.kit.testing.TestPlatform;
import dev.lockstep.targets.Accounts;
import dev.lockstep.targets.RecordingProxy;
import dev.lockstep.targets.SampleApplication;
import dev.lockstep.writer.Desires;
import dev.lockstep.writer.account.InMemorySlotTable;
import dev.lockstep.writer.account.InMemoryWorkTable;
import dev.lockstep.writer.account.WorkTable;
import dev.lockstep.kit.net.AddressPolicy;
import dev.lockstep.writer.secret.Secrets;
import dev.lockstep.writer.target.Targets;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** A delivery between a table in memory and a real SCIM server behind a proxy that can lose answers. */
final class Workshop implements AutoCloseable {
    static final String APP = "app";
    private static final List<Integer> PARTITIONS = IntStream.range(0, 8).boxed().toList();

    final InMemoryWorkTable table = new InMemoryWorkTable();
    final InMemorySlotTable slots = new InMemorySlotTable();
    final Marks marks = new Marks();
    final Kept kept = new Kept();
    final Asked asked = new Asked();
    final InMemoryPaces paces = new InMemoryPaces();
    final InMemoryRemovals removals = new InMemoryRemovals();
    final InMemoryPublisher publisher = new InMemoryPublisher();
    final RecordingProxy proxy;
    final Accounts accounts;
    private final SampleApplication application;
    private final Targets targets = new Targets(new Secrets(new Opener(KeyFiles.read(TestPlatform.keys().resolve(KeyFiles.SECRETS_PRIVATE)))),
            new AddressPolicy(List.of("127.0.0.0/8"), InetAddress::getAllByName), Duration.ofSeconds(1), Duration.ofSeconds(2), Clock.systemUTC());
    private final List<Delivery> deliveries = new ArrayList<>();
    private long configVersion;

    Workshop(SampleApplication application) {
        this.application = application;
        this.proxy = RecordingProxy.start(application.baseUrl());
        this.accounts = new Accounts(application.baseUrl(), "secret");
    }

    static DeliverySettings settings() {
        return settings(Duration.ZERO);
    }

    static DeliverySettings settings(Duration dailyUntil) {
        return new DeliverySettings(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofMillis(300), Duration.ofMillis(700),
                List.of(Duration.ofMillis(200), Duration.ofMillis(400), Duration.ofSeconds(1)), dailyUntil,
                List.of(Duration.ofMillis(200), Duration.ofMillis(500), Duration.ofSeconds(1)),
                Duration.ofMillis(500), Duration.ofMillis(300), Duration.ofSeconds(2), Duration.ofMillis(50), Duration.ofMinutes(10), Duration.ofHours(1));
    }

    Delivery delivery() {
        return delivery(UnaryOperator.identity(), publisher);
    }

    /** @param around what stands between this delivery and the table */
    Delivery delivery(UnaryOperator<WorkTable> around, Publisher out) {
        return delivery(around, out, settings());
    }

    Delivery delivery(UnaryOperator<WorkTable> around, Publisher out, DeliverySettings settings) {
        Delivery delivery = new Delivery(new Delivery.Stores(around.apply(table), slots, marks, kept, asked, removals, paces), out, Clock.systemUTC(), settings,
                new SimpleMeterRegistry());
        deliveries.add(delivery);
        delivery.assigned(PARTITIONS, 8);
        return delivery;
    }

    void configure(Delivery delivery, AppConfig config) {
        delivery.configure(targets.apply(config));
    }

    AppConfig config() {
        return config(Desires.profile(1, false), AppConfig.Provisioning.ON);
    }

    AppConfig config(TargetProfile profile, AppConfig.Provisioning provisioning) {
        return Desires.app(APP, proxy.baseUrl(), "secret", profile, provisioning, ++configVersion);
    }

    AppConfig config(AppConfig.Policies policies) {
        AppConfig usual = config();
        return new AppConfig(usual.app(), usual.name(), usual.template(), usual.configVersion(), usual.tenantUrl(), usual.credentials(), usual.profile(),
                usual.limits(), usual.provisioning(), usual.onPurge(), usual.notifications(), usual.removalThreshold(), policies);
    }

    Set<String> removalIds() {
        return removals.ids();
    }

    AppConfig config(AppConfig.RemovalThreshold threshold) {
        return Desires.app(APP, proxy.baseUrl(), "secret", Desires.profile(1, false), AppConfig.Provisioning.ON, ++configVersion, threshold);
    }

    AppConfig config(String token) {
        return Desires.app(APP, proxy.baseUrl(), token, Desires.profile(1, false), AppConfig.Provisioning.ON, ++configVersion);
    }

    AppConfig at(URI url) {
        return Desires.app(APP, url, "secret", Desires.profile(1, false), AppConfig.Provisioning.ON, ++configVersion);
    }

    static Desires anybody(String objectId) {
        return Desires.anybody(APP, objectId);
    }

    static void accept(Delivery delivery, Desires... desires) {
        delivery.accept(Arrays.stream(desires).map(Desires::wish).toList());
    }

    List<AccountOutcome> outcomes() {
        return publisher.messages(AccountOutcome.class);
    }

    List<AccountOutcome> outcomes(String objectId) {
        return outcomes().stream().filter(o -> o.objectId().equals(objectId)).toList();
    }

    /** Waits for so many outcomes that are not just "again later". */
    List<AccountOutcome> settled(int count) {
        await().atMost(Duration.ofSeconds(30)).until(() -> distinct().size() >= count);
        return distinct();
    }

    /** By fact id, as the audit service knows them. */
    List<AccountOutcome> distinct() {
        Set<String> seen = new HashSet<>();
        return outcomes().stream().filter(o -> o.result() != Result.RETRYING && seen.add(o.factId())).toList();
    }

    /** How often the target was asked, by method. */
    Map<String, Integer> calls() {
        Map<String, Integer> calls = new HashMap<>();
        proxy.journal().forEach(e -> calls.merge(e.method(), 1, Integer::sum));
        return calls;
    }

    @Override
    public void close() {
        deliveries.forEach(Delivery::abandon);
        targets.close();
        proxy.close();
        accounts.close();
        application.close();
    }

    static final class Marks implements SyncMarks {
        private final Map<String, Set<Integer>> seen = new ConcurrentHashMap<>();

        @Override
        public void seen(String app, String syncId, int partition, int partitions) {
            seen.computeIfAbsent(app + "/" + syncId + "/" + partitions, k -> ConcurrentHashMap.newKeySet()).add(partition);
        }

        @Override
        public boolean complete(String app, String syncId) {
            return seen.entrySet().stream().anyMatch(e -> e.getKey().equals(app + "/" + syncId + "/" + e.getValue().size()));
        }

        @Override
        public void removeApp(String app) {
            seen.keySet().removeIf(key -> key.startsWith(app + "/"));
        }
    }

    static final class Kept implements Quarantines {
        private final Map<String, Quarantine> kept = new ConcurrentHashMap<>();

        @Override
        public Map<String, Quarantine> all() {
            return Map.copyOf(kept);
        }

        @Override
        public void enter(String app, Quarantine quarantine) {
            kept.put(app, quarantine);
        }

        @Override
        public void leave(String app) {
            kept.remove(app);
        }
    }

    static final class Asked implements Requests {
        private final Map<String, State> asked = new ConcurrentHashMap<>();

        @Override
        public void accepted(String app, String requestId, String key) {
            asked.putIfAbsent(app + "/" + requestId, new State(key, null));
        }

        @Override
        public void done(String app, String requestId, AccountOutcome outcome) {
            asked.computeIfPresent(app + "/" + requestId, (k, s) -> new State(s.key(), outcome));
        }

        @Override
        public Optional<State> find(String app, String requestId) {
            return Optional.ofNullable(asked.get(app + "/" + requestId));
        }
    }
}
