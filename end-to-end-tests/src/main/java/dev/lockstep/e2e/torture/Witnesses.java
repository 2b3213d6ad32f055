package dev.lockstep.e2e.torture;

import dev.lockstep.e2e.torture.check.Application;
import dev.lockstep.e2e.torture.check.Blow;
import dev.lockstep.e2e.torture.check.Evidence;
import dev.lockstep.e2e.torture.check.Fact;
import dev.lockstep.e2e.torture.cluster.Api;
import dev.lockstep.e2e.torture.cluster.Cluster;
import dev.lockstep.e2e.torture.cluster.Cluster.Part;
import dev.lockstep.e2e.torture.story.Story;
import dev.lockstep.targets.hostile.HostileJournal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Gathers what everybody concerned says at the end of a run. */
final class Witnesses {
    private static final int MOST_THREADS = 400;
    private static final int MOST_FILES = 3_000;

    private final Cluster cluster;
    private final Api lockstep;
    private final Api targets;
    private final Path work;
    private final String limitedApp;
    private final int perSecond;

    Witnesses(Cluster cluster, Api lockstep, Api targets, Path work, String limitedApp, int perSecond) {
        this.cluster = cluster;
        this.lockstep = lockstep;
        this.targets = targets;
        this.work = work;
        this.limitedApp = limitedApp;
        this.perSecond = perSecond;
    }

    Evidence hear(Story story, Courier courier, Map<String, Map<String, JsonNode>> strangers, List<Blow> blows, long restSeconds, long restLimitSeconds) {
        List<Application> applications = new ArrayList<>();
        int parked = 0;
        for (Map.Entry<String, Map<String, JsonNode>> each : strangers.entrySet()) {
            applications.add(application(each.getKey(), each.getValue()));
            parked = Math.max(parked, lockstep.must("GET", "/api/v1/apps/" + each.getKey() + "/job", Map.of()).path("backlog").path("parked").asInt(0));
        }
        return new Evidence(story, courier.accepted(), courier.rejected(), applications, facts(), blows, parked, new Canaries(lockstep, work).found(), bounds(), restSeconds, restLimitSeconds);
    }

    private Application application(String app, Map<String, JsonNode> strangers) {
        Map<String, String> links = new HashMap<>();
        Map<String, String> failed = new HashMap<>();
        lockstep.each("/api/v1/accounts?limit=500&app=" + app, account -> {
            String object = account.path("objectId").asString("");
            if (account.path("targetId").isString()) {
                links.put(object, account.path("targetId").stringValue());
            }
            if (account.path("state").asString("").equals("failed")) {
                failed.put(object, account.path("lastError").path("code").asString("unknown"));
            }
        });
        List<JsonNode> accounts = new ArrayList<>();
        targets.must("GET", "/apps/" + app + "/users", Map.of()).forEach(accounts::add);
        List<JsonNode> groups = new ArrayList<>();
        targets.must("GET", "/apps/" + app + "/groups", Map.of()).forEach(groups::add);
        return new Application(app, HostileJournal.read(work.resolve("journals").resolve(app + ".jsonl")), accounts, groups, strangers, links, failed,
                app.equals(limitedApp) ? perSecond : 0);
    }

    private List<Fact> facts() {
        List<Fact> facts = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            facts.clear();
            if (lockstep.lines("/api/v1/activities/export?format=jsonl", line -> facts.add(Fact.of(line)))) {
                return facts;
            }
        }
        throw new IllegalStateException("the audit could not be exported");
    }

    private Map<String, String> bounds() {
        Map<String, String> found = new LinkedHashMap<>();
        for (Part part : Part.values()) {
            if (cluster.threads(part) > MOST_THREADS) {
                found.put(part.name(), cluster.threads(part) + " threads");
            }
            if (cluster.files(part) > MOST_FILES) {
                found.put(part.name(), cluster.files(part) + " open files");
            }
        }
        return found;
    }
}
