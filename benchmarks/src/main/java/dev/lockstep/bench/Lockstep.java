package dev.lockstep.bench;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The system under test and what the benchmark asks of it. */
final class Lockstep implements AutoCloseable {

    private static final Duration SYNC_LIMIT = Duration.ofMinutes(5);
    /** Often enough to time a sync, and no load worth speaking of: each answer counts rows. */
    private static final Duration POLL = Duration.ofMillis(250);
    /** A sync that takes longer is told about now and then. */
    private static final Duration STILL = Duration.ofSeconds(20);

    private final LockstepProcess process;
    private final Door door;
    private final String sourceKey;
    private final Consumer<String> tell;
    private final AtomicInteger apps = new AtomicInteger();

    private Lockstep(LockstepProcess process, Door door, String sourceKey, Consumer<String> tell) {
        this.process = process;
        this.door = door;
        this.sourceKey = sourceKey;
        this.tell = tell;
    }

    static Lockstep start(Path jar, Path data, String heap, @Nullable Path recording, Consumer<String> tell) {
        LockstepProcess process = LockstepProcess.start(jar, data, heap, recording);
        Door door = new Door(process.address(), process.adminToken());
        JsonNode source = door.post("/api/v1/sources", Map.of("id", People.SOURCE, "kind", "events", "objectType", "user"));
        return new Lockstep(process, door, source.path("key").asString(), tell);
    }

    LockstepProcess process() {
        return process;
    }

    Door door() {
        return door;
    }

    IngestLoad source(int connections) {
        return new IngestLoad(process.address(), sourceKey, connections);
    }

    /** Adds an app for everybody, ready to start. @return its id */
    String addApp(Target target, int concurrency) {
        String app = door.post("/api/v1/apps", Map.of("template", "scim", "name", "Bench " + apps.incrementAndGet(),
                "tenantUrl", target.tenantUrl().toString(), "secretToken", Target.TOKEN)).path("id").asString();
        door.patch("/api/v1/apps/" + app, Map.of("scope", "all", "limits", Map.of("concurrency", concurrency, "perSecond", 0)));
        return app;
    }

    /** Adds an app with settings of its own, ready to start. @return its id */
    String addApp(String name, URI tenantUrl, Map<String, ?> settings) {
        String app = door.post("/api/v1/apps", Map.of("template", "scim", "name", name, "tenantUrl", tenantUrl.toString(), "secretToken", Target.TOKEN))
                .path("id").asString();
        door.patch("/api/v1/apps/" + app, settings);
        return app;
    }

    void change(String app, Map<String, ?> settings) {
        door.patch("/api/v1/apps/" + app, settings);
    }

    void assign(String app, String group) {
        door.post("/api/v1/apps/" + app + "/assignments", Map.of("principalType", "group", "principalId", group));
    }

    JsonNode job(String app) {
        return door.get("/api/v1/apps/" + app + "/job");
    }

    /** @return how many accounts of the app the writer has still to attempt, those that wait for another attempt among them */
    long waiting(String app) {
        JsonNode backlog = job(app).path("backlog");
        return backlog.path("writer").asLong() + backlog.path("retrying").asLong();
    }

    /** @return seconds from the request to start the job until it says steady */
    double initialSync(String app) {
        long start = System.nanoTime();
        JsonNode job = sync(app, SYNC_LIMIT);
        double seconds = (System.nanoTime() - start) / 1e9;
        long failed = job.path("progress").path("failed").asLong();
        if (failed > 0) {
            throw new IllegalStateException(failed + " accounts failed");
        }
        return seconds;
    }

    /** Starts the job and waits until it is steady, whatever failed. @return what it says then */
    JsonNode sync(String app, Duration limit) {
        door.post("/api/v1/apps/" + app + "/job/start", Map.of());
        JsonNode[] job = new JsonNode[1];
        long[] told = {System.nanoTime()};
        try {
            Patience.await("the initial sync", limit, POLL, () -> {
                job[0] = door.get("/api/v1/apps/" + app + "/job");
                if (System.nanoTime() - told[0] > STILL.toNanos()) {
                    told[0] = System.nanoTime();
                    tell.accept("  " + job[0].path("status").asString("") + " " + job[0].path("progress") + " " + job[0].path("backlog"));
                }
                return job[0].path("status").asString("").equals("steady");
            });
        } catch (IllegalStateException e) {
            throw new IllegalStateException(e.getMessage() + "; the job says " + job[0], e);
        }
        return job[0];
    }

    /** The accounts stay in the target. */
    void removeApp(String app) {
        door.delete("/api/v1/apps/" + app);
        process.atRest();
    }

    /** Activities of an app since a time, a page at a time, newest first. @param cursor of the page, or null for the first */
    JsonNode updates(String app, Instant since, @Nullable String cursor) {
        return door.get("/api/v1/activities?limit=200&action=update&app=" + app + "&from=" + Door.encoded(since.toString())
                + (cursor == null ? "" : "&cursor=" + Door.encoded(cursor)));
    }

    @Override
    public void close() {
        door.close();
        process.close();
    }
}
