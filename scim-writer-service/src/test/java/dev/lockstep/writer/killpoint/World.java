package dev.lockstep.writer.killpoint;

import dev.lockstep.contracts.AccountOutcome;
import dev.lockstep.contracts.AppConfig;
import dev.lockstep.kit.publish.Outgoing;
import dev.lockstep.kit.secret.Opener;
import dev.lockstep.kit.security.KeyFiles;
import dev.lockstep.kit.testing.TestPlatform;
import dev.lockstep.targets.LoopbackServer;
import dev.lockstep.writer.Desires;
import dev.lockstep.writer.account.Due;
import dev.lockstep.writer.account.Row;
import dev.lockstep.writer.account.StoredFact;
import dev.lockstep.writer.account.WorkTable;
import dev.lockstep.writer.delivery.Delivery;
import dev.lockstep.writer.delivery.DeliverySettings;
import dev.lockstep.writer.delivery.Shelves;
import dev.lockstep.writer.killpoint.Manner.Fate;
import dev.lockstep.kit.net.AddressPolicy;
import dev.lockstep.writer.secret.Secrets;
import dev.lockstep.writer.target.Targets;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Store, topic, clock and application that outlive the writers, which come and go. */
public final class World implements AutoCloseable {
    public static final String APP = "app";
    private static final long SILENCE_MILLIS = 600;
    private static final List<Integer> PARTITIONS = IntStream.range(0, 8).boxed().toList();
    private static final Map<String, World> WORLDS = new ConcurrentHashMap<>();
    private static final AtomicInteger NUMBERS = new AtomicInteger();
    /** One for all worlds: the path tells which world and which life calls. */
    private static final LoopbackServer SERVER = LoopbackServer.start(0, http -> {
        String[] path = http.getRequestURI().getPath().split("/", 4);
        World world = WORLDS.get(path[1]);
        if (world == null) {
            http.close();
        } else {
            world.application.handle(http, world.lives.get(Integer.parseInt(path[2])), "/" + path[3]);
        }
    });

    public final SimClock clock = new SimClock();
    public final Shelves shelves = new Shelves();
    public final Application application;
    private final String id = "w" + NUMBERS.incrementAndGet();
    private final Duration callLimit;
    private final int concurrency;
    private final int window;
    private final boolean filters;
    private final List<Life> lives = new CopyOnWriteArrayList<>();
    private final List<Targets> targets = new ArrayList<>();
    private final List<AccountOutcome> facts = new CopyOnWriteArrayList<>();
    private final List<Row.Wish> uncommitted = new ArrayList<>();

    /** @param window the app's search-lag window in seconds */
    public World(Manner manner, Function<String, Fate> fates, Duration callLimit, int concurrency, int window) {
        this.application = new Application(manner, clock, fates, SILENCE_MILLIS);
        this.callLimit = callLimit;
        this.concurrency = concurrency;
        this.window = window;
        this.filters = manner.filters();
        WORLDS.put(id, this);
    }

    /** Waits that the clock leaps over are as in production; waits of real threads are short. */
    private static DeliverySettings settings() {
        Map<String, Object> given = new HashMap<>();
        given.put("lockstep.writer.poll-interval", "15ms");
        given.put("lockstep.writer.probe-interval", "20ms");
        given.put("lockstep.writer.outage-wait", "20ms");
        return new Binder(new MapConfigurationPropertySource(given)).bindOrCreate("lockstep.writer", DeliverySettings.class);
    }

    /** A writer that knows the app and owns nothing yet. */
    public Life life(String name) {
        Life life = new Life(name, this::published);
        lives.add(life);
        Delivery delivery = new Delivery(shelves.seenBy(life), life, clock, settings(), new SimpleMeterRegistry());
        life.born(delivery);
        Targets own = new Targets(new Secrets(new Opener(KeyFiles.read(TestPlatform.keys().resolve(KeyFiles.SECRETS_PRIVATE)))),
                new AddressPolicy(List.of("127.0.0.0/8"), InetAddress::getAllByName), Duration.ofSeconds(5), callLimit, clock);
        targets.add(own);
        URI url = URI.create("http://127.0.0.1:" + SERVER.port() + "/" + id + "/" + (lives.size() - 1));
        AppConfig.TargetProfile standard = AppConfig.TargetProfile.standard();
        AppConfig.TargetProfile profile = Records.with(Records.with(Records.with(Records.with(standard, "filters", filters), "searchLagSeconds", window),
                "idempotencyKey", true), "listReadAhead", !filters);
        AppConfig config = Records.with(Desires.app(APP, url, "secret", profile, AppConfig.Provisioning.ON, lives.size(),
                new AppConfig.RemovalThreshold(1_000_000, 100)), "limits", new AppConfig.Limits(concurrency, 0));
        delivery.configure(own.apply(config));
        return life;
    }

    public void own(Life life) {
        try {
            life.core().assigned(PARTITIONS, 8);
        } catch (Halted e) {
            // It died when it took over.
        }
    }

    private void published(List<Outgoing> messages) {
        for (Outgoing message : messages) {
            if (message.envelope() != null && message.envelope().data() instanceof AccountOutcome outcome) {
                facts.add(outcome);
            }
        }
    }

    /** Every fact on the topic, repetitions too. */
    public List<AccountOutcome> facts() {
        return List.copyOf(facts);
    }

    public Row row(String objectId) {
        return java.util.Objects.requireNonNull(shelves.table.read(List.of(APP + "/" + objectId)).get(APP + "/" + objectId), "there is no row");
    }

    List<Row> rows() {
        return shelves.table.list(new WorkTable.Listing(APP, null, null, null, Integer.MAX_VALUE));
    }

    /** Puts a batch on the topic and has it read: the offset is committed when the writer has stored it. */
    public void deliver(Life life, List<Desires> batch) {
        deliverAll(life, batch.stream().map(Desires::wish).toList());
    }

    void deliverAll(Life life, List<Row.Wish> batch) {
        uncommitted.addAll(batch);
        redeliver(life);
    }

    /** What a consumer that takes over reads again. */
    public void redeliver(Life life) {
        if (uncommitted.isEmpty()) {
            return;
        }
        try {
            life.core().accept(List.copyOf(uncommitted));
            life.step("offset-committed", () -> {
                uncommitted.clear();
                return true;
            });
        } catch (Halted e) {
            // It died while it read.
        }
    }

    /** Lets time leap and the living work until it comes true. @return false when it does not within the limit of real time */
    public boolean until(Duration limit, BooleanSupplier condition) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            leap();
            LockSupport.parkNanos(4_000_000);
        }
        return true;
    }

    /** To the next thing that is due, when nobody is at anything. */
    private void leap() {
        long now = clock.millis();
        long next = Long.MAX_VALUE;
        for (Row row : rows()) {
            if (row.dueAt() >= Due.PARKED) {
                continue;
            }
            boolean held = row.intent() != null && lives.stream().anyMatch(l -> !l.isDead() && !l.isFrozen() && l.holds(row.slot(), row.epoch()));
            if (held || row.dueAt() <= now) {
                return;
            }
            next = Math.min(next, row.dueAt());
        }
        if (next < Long.MAX_VALUE) {
            // A little further, so that those who are due at almost the same time come together.
            clock.leapTo(next + 1_000);
        }
    }

    /** Nothing to do, and everything that is known is on the topic. */
    public boolean isAtRest() {
        if (!uncommitted.isEmpty()) {
            return false;
        }
        Set<String> published = new HashSet<>();
        facts.forEach(fact -> published.add(fact.factId()));
        return rows().stream().allMatch(row -> !row.isOpen() && row.intent() == null
                && java.util.stream.Stream.concat(row.facts().stream(), row.superseded().stream()).map(StoredFact::id).allMatch(published::contains));
    }

    /** What keeps this world from rest, for people. */
    public String unsettled() {
        return clock.millis() + " " + rows().stream().filter(row -> row.isOpen() || row.intent() != null).map(row -> row.key() + " due " + row.dueAt() + " " + row.intent()
                + " " + row.progress() + " " + row.standing().state()).limit(3).toList() + " " + lives.stream().filter(l -> !l.isDead())
                .map(l -> l.core().condition(APP) + " in steps " + l.underWay()).toList();
    }

    @Override
    public void close() {
        lives.forEach(life -> {
            life.die();
            Shelves.abandon(life.core());
        });
        targets.forEach(Targets::close);
        WORLDS.remove(id);
    }
}
