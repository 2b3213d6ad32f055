package dev.lockstep.e2e.torture;

import dev.lockstep.e2e.torture.check.Blow;
import dev.lockstep.e2e.torture.check.Checker;
import dev.lockstep.e2e.torture.check.Evidence;
import dev.lockstep.e2e.torture.check.Violation;
import dev.lockstep.e2e.torture.cluster.Api;
import dev.lockstep.e2e.torture.cluster.Cluster;
import dev.lockstep.e2e.torture.cluster.Moments;
import dev.lockstep.e2e.torture.story.Event;
import dev.lockstep.e2e.torture.story.Story;
import dev.lockstep.e2e.torture.story.Teller;
import dev.lockstep.targets.ChildProcess;
import dev.lockstep.targets.hostile.HostileTargets;
import dev.lockstep.targets.hostile.Mode;
import dev.lockstep.targets.hostile.Profile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One torture run: set-up, story under faults, rest, judgement. */
public final class Run {
    /** Everybody has an account in this application. */
    static final String EVERYBODY = HostileTargets.name(Profile.STRICT);
    private static final String LIMITED = HostileTargets.name(Profile.THROTTLING);
    private static final String PURGING = HostileTargets.name(Profile.NO_UNIQUENESS);
    /** These have their groups written. */
    private static final Set<String> GROUPED = Stream.of(Profile.STRICT, Profile.NO_UNIQUENESS, Profile.LAGGING_SEARCH, Profile.ODD_ANSWERS)
            .map(HostileTargets::name).collect(Collectors.toUnmodifiableSet());
    private static final int PER_SECOND = 30;
    private static final int STRANGERS = 5;
    /** Part of every token: where it is found, there a secret is. */
    static final String TOKEN = "tok-kvjqcanary-";

    private final Tier tier;
    private final long seed;
    private final Path home;
    private final Path work;
    private final Consumer<String> log;
    private final Between between;
    private final List<String> apps = Stream.of(Profile.values()).map(HostileTargets::name).toList();

    /**
     * @param home the project's directory, with the built jars
     * @param work for data, journals and logs
     */
    public Run(Tier tier, long seed, Path home, Path work, Consumer<String> log) {
        this(tier, seed, home, work, log, Between.NOTHING);
    }

    /** What stands between Lockstep and the rest of the world. */
    interface Between {
        Between NOTHING = new Between() {
        };

        /** @return where Lockstep finds the application that is here */
        default String application(String app, String url) {
            return url;
        }

        /** @return what is told of this story */
        default Story story(Story told) {
            return told;
        }

        /** @return what goes wrong meanwhile */
        default List<List<Fault>> faults(List<List<Fault>> scheduled) {
            return scheduled;
        }

        /** @return a directory of classes that the services load before their own, or null */
        default @Nullable Path inFront() {
            return null;
        }

        /** @return who brings the sources' events to Lockstep */
        default Courier courier(Api lockstep) {
            return new Courier(lockstep);
        }
    }

    Run(Tier tier, long seed, Path home, Path work, Consumer<String> log, Between between) {
        this.tier = tier;
        this.between = between;
        this.seed = seed;
        this.home = home;
        this.work = work;
        this.log = log;
    }

    public Outcome run() {
        long began = System.nanoTime();
        log.accept("torture " + tier + ", seed " + seed);
        Story story = between.story(Teller.tell(seed, apps, EVERYBODY, GROUPED, tier.people(), tier.events()));
        List<List<Fault>> schedule = between.faults(tier == Tier.BARE
                ? List.of(List.of(new Fault.Outage(LIMITED, Mode.OUTAGE_THROTTLED, Duration.ofSeconds(5))))
                : Schedule.of(seed, apps, tier.faults(), tier.atOnce()));
        try (ChildProcess hostile = ChildProcess.start(HostileTargets.class, work.resolve("journals").toString(), Long.toString(seed), TOKEN);
                Api targets = new Api(hostile.baseUrl().toString(), "none");
                Cluster cluster = Cluster.start(home, work, between.inFront());
                Api lockstep = cluster.api()) {
            log.accept("everything is up after " + seconds(began) + " s");
            Courier courier = between.courier(lockstep);
            Map<String, Map<String, JsonNode>> strangers = setUp(story, courier, lockstep, targets);
            Director director = new Director(cluster, lockstep, targets, log);
            long streaming = System.nanoTime();
            stream(story, schedule, courier, director);
            long streamed = seconds(streaming);
            apps.forEach(app -> director.mode(app, Mode.CALM));
            long calm = System.nanoTime();
            long rest = rest(cluster, lockstep) ? seconds(calm) : -1;
            log.accept("at rest after " + rest + " s");
            Witnesses witnesses = new Witnesses(cluster, lockstep, targets, work, LIMITED, PER_SECOND);
            Judged judged = judge(witnesses, story, courier, strangers, director.blows(), rest);
            Map<String, String> figures = new LinkedHashMap<>();
            figures.put("distinct events", Integer.toString(story.happened().size()));
            figures.put("sent", story.sent().size() + " (" + story.repeated() + " repeated, " + story.reordered() + " reordered, "
                    + story.sent().stream().filter(e -> e.expected() == Event.Expected.REJECTED).count() + " bad), batches sent again "
                    + courier.again());
            figures.put("people", Integer.toString(story.people().size()));
            figures.put("story under faults", streamed + " s");
            figures.put("at rest after the last fault", rest + " s");
            figures.putAll(Figures.of(judged.evidence(), courier));
            figures.put("whole run", seconds(began) + " s");
            return new Outcome(tier, seed, director.done(), figures, judged.violations(), Stories.of(judged.evidence(), judged.violations()));
        }
    }

    private Map<String, Map<String, JsonNode>> setUp(Story story, Courier courier, Api lockstep, Api targets) {
        JsonNode urls = targets.must("GET", "/apps", Map.of());
        Map<String, Map<String, JsonNode>> strangers = new LinkedHashMap<>();
        lockstep.must("POST", "/api/v1/sources", Map.of("id", Story.HR, "kind", "events", "objectType", "user"));
        lockstep.must("POST", "/api/v1/sources", Map.of("id", Story.DESK, "kind", "events", "objectType", "user"));
        // Only groups that are there can be assigned; they are sent once more with the story.
        courier.send(story.beforehand(), Duration.ZERO);
        for (String app : apps) {
            strangers.put(app, strangers(app, targets));
            lockstep.must("POST", "/api/v1/apps", Map.of("template", "scim", "name", app, "tenantUrl", between.application(app, urls.path(app).asString("")), "secretToken", TOKEN + app));
            String path = "/api/v1/apps/" + app;
            lockstep.must("PATCH", path, Map.of("removalThreshold", Map.of("count", 1_000_000, "percent", 100),
                    "scope", app.equals(EVERYBODY) ? "all" : "assigned", "onPurge", app.equals(PURGING) ? "delete" : "disable"));
            if (tier.isCalm()) {
                targets.must("POST", "/apps/" + app + "/mode/" + Mode.CALM, Map.of());
            }
            if (app.equals(LIMITED)) {
                lockstep.must("PATCH", path, Map.of("limits", Map.of("concurrency", 8, "perSecond", PER_SECOND)));
            }
            if (GROUPED.contains(app)) {
                lockstep.must("PATCH", path, Map.of("groupsEnabled", true));
            }
            story.groups().getOrDefault(app, Set.of())
                    .forEach(group -> lockstep.must("POST", path + "/assignments", Map.of("principalType", "group", "principalId", group)));
            lockstep.must("POST", path + "/job/start", Map.of());
        }
        return strangers;
    }

    /** Accounts and a group that are there before, and nobody's. */
    private static Map<String, JsonNode> strangers(String app, Api targets) {
        List<Map<String, String>> members = new ArrayList<>();
        for (int i = 0; i < STRANGERS; i++) {
            JsonNode made = targets.must("POST", "/apps/" + app + "/users", Map.of("userName", "stranger" + i + "@else.test", "externalId", "x" + i, "active", true));
            members.add(Map.of("value", made.path("id").asString("")));
        }
        targets.must("POST", "/apps/" + app + "/groups", Map.of("displayName", "Strangers", "externalId", "xg", "members", members));
        Map<String, JsonNode> there = new LinkedHashMap<>();
        for (String kind : List.of("users", "groups")) {
            targets.must("GET", "/apps/" + app + "/" + kind, Map.of()).forEach(one -> there.put(one.path("id").asString(""), one));
        }
        return there;
    }

    /** The events are spread over the faults: while one is going on, the next part of the story is sent. */
    private void stream(Story story, List<List<Fault>> schedule, Courier courier, Director director) {
        List<Event> sent = story.sent();
        int parts = schedule.size() + 1;
        courier.send(sent.subList(0, sent.size() / parts), tier.quiet());
        AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
        for (int i = 0; i < schedule.size(); i++) {
            List<Event> part = sent.subList(sent.size() * (i + 1) / parts, i + 2 == parts ? sent.size() : sent.size() * (i + 2) / parts);
            Thread sending = Thread.ofVirtual().start(() -> {
                try {
                    courier.send(part, tier.quiet().plusSeconds(4));
                } catch (RuntimeException e) {
                    failure.set(e);
                }
            });
            director.cause(schedule.get(i));
            try {
                sending.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
            RuntimeException failed = failure.get();
            if (failed != null) {
                throw failed;
            }
        }
    }

    /** @return whether everything came to rest in time, or at least in three times the time */
    private boolean rest(Cluster cluster, Api lockstep) {
        return Moments.await(tier.restLimit().multipliedBy(3), Duration.ofSeconds(1), () -> isIdle(lockstep) && isIdle(lockstep) && cluster.unread() == 0);
    }

    private boolean isIdle(Api lockstep) {
        return apps.stream().allMatch(app -> {
            JsonNode job = lockstep.get("/api/v1/apps/" + app + "/job").json();
            return job.path("status").asString("").equals("steady") && job.path("idle").asBoolean(false);
        });
    }

    private record Judged(Evidence evidence, List<Violation> violations) {}

    /** The record follows the effects by a moment: what is not there yet may come within half a minute, and no later. */
    private Judged judge(Witnesses witnesses, Story story, Courier courier, Map<String, Map<String, JsonNode>> strangers,
            List<Blow> blows, long rest) {
        long deadline = System.nanoTime() + Duration.ofSeconds(tier.isCalm() ? 5 : 40).toNanos();
        while (true) {
            // Hearing them takes minutes after a long story: what counts is when it began.
            boolean last = System.nanoTime() > deadline;
            Evidence evidence = witnesses.hear(story, courier, strangers, blows, rest, tier.restLimit().toSeconds());
            List<Violation> violations = new ArrayList<>(Checker.check(evidence));
            courier.surprises().forEach((event, what) -> violations.add(new Violation("I1", "", event, what)));
            if (violations.isEmpty() || last) {
                return new Judged(evidence, violations);
            }
            Moments.pause(Duration.ofSeconds(5));
        }
    }

    private static long seconds(long since) {
        return Duration.ofNanos(System.nanoTime() - since).toSeconds();
    }

    static void remove(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
