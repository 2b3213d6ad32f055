package dev.lockstep.e2e.halts;

import dev.lockstep.e2e.torture.check.Fact;
import dev.lockstep.e2e.torture.cluster.Api;
import dev.lockstep.e2e.torture.cluster.Cluster;
import dev.lockstep.e2e.torture.cluster.Moments;
import dev.lockstep.targets.Exchange;
import dev.lockstep.targets.RecordingProxy;
import dev.lockstep.targets.hostile.HostileApplication;
import dev.lockstep.targets.hostile.Mode;
import dev.lockstep.targets.hostile.Profile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A cluster with one application behind a witness, and people who come, change and go. */
final class Stage implements AutoCloseable {
    private static final String TOKEN = "tok-stage";
    private static final String SOURCE = "hr";

    final Cluster cluster;
    final RecordingProxy proxy;
    private final HostileApplication application;
    private final Api lockstep;
    private final String app;
    private int events;

    Stage(Path home, Path work, String app, Profile profile, long seed, boolean failPoints) {
        this.app = app;
        application = HostileApplication.start(profile, TOKEN, seed, work.resolve("journal.jsonl"));
        application.mode(Mode.CALM);
        proxy = RecordingProxy.start(application.baseUrl());
        cluster = failPoints ? Cluster.start(home, work, new Front(work.resolve("fail-points")).directory()) : Cluster.start(home, work);
        lockstep = cluster.api();
        lockstep.must("POST", "/api/v1/sources", Map.of("id", SOURCE, "kind", "events", "objectType", "user"));
        lockstep.must("POST", "/api/v1/apps", Map.of("template", "scim", "name", app, "tenantUrl", proxy.baseUrl().toString(), "secretToken", TOKEN));
        lockstep.must("PATCH", "/api/v1/apps/" + app, Map.of("scope", "all", "onPurge", "delete",
                "removalThreshold", Map.of("count", 1_000_000, "percent", 100)));
        lockstep.must("POST", "/api/v1/apps/" + app + "/job/start", Map.of());
    }

    String nextEvent() {
        return "e" + (events + 1);
    }

    /** Sends an event as a source does: again until it is answered with 202. */
    void tell(String person, String operation, Map<String, String> attributes) {
        ObjectNode event = JsonMapper.shared().createObjectNode().put("specversion", "1.0").put("id", nextEvent()).put("source", SOURCE)
                .put("type", "lockstep.directory.change").put("subject", person);
        events++;
        ObjectNode data = event.putObject("data").put("objectType", "user").put("operation", operation).put("version", events);
        if (!attributes.isEmpty()) {
            data.set("attributes", JsonMapper.shared().valueToTree(attributes));
        }
        boolean taken = Moments.await(Duration.ofMinutes(2), Duration.ofMillis(200), () -> lockstep.call("POST", "/api/v1/sources/" + SOURCE + "/events",
                "application/cloudevents-batch+json", "[" + event + "]").status() == 202);
        if (!taken) {
            throw new IllegalStateException("an event was not taken");
        }
    }

    void joins(String person) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("userPrincipalName", person + "@acme.test");
        attributes.put("mail", person + "@acme.test");
        attributes.put("givenName", "Given");
        attributes.put("surname", "Sur" + person);
        attributes.put("displayName", "Display " + person);
        attributes.put("department", "First");
        attributes.put("employeeId", "E" + person);
        tell(person, "upsert", attributes);
    }

    private Set<String> ids(String person) {
        Set<String> ids = new HashSet<>();
        proxy.journal().stream().filter(e -> e.method().equals("POST") && e.committed() && e.body().contains("\"" + person + "@acme.test\""))
                .forEach(e -> ids.add(JsonMapper.shared().readTree(e.answer()).path("id").asString("?")));
        return ids;
    }

    boolean concerns(Exchange exchange, String person) {
        return exchange.isMutation() && (exchange.body().contains("\"" + person + "@acme.test\"")
                || ids(person).stream().anyMatch(id -> exchange.path().endsWith("/" + id)));
    }

    private List<Fact> facts() {
        for (int i = 0; i < 30; i++) {
            List<Fact> facts = new ArrayList<>();
            if (lockstep.lines("/api/v1/activities/export?format=jsonl", line -> facts.add(Fact.of(line)))) {
                return facts;
            }
            Moments.pause(Duration.ofMillis(500));
        }
        throw new IllegalStateException("the audit could not be exported");
    }

    /**
     * @param methods the changes that there must be at the target, in their order
     * @return what is wrong; empty when target, audit and REST API agree
     */
    List<String> wrong(String person, List<String> methods) {
        List<String> wrong = wrongWithoutLinks(person, methods);
        links(person, methods.getLast().equals("DELETE"), wrong);
        return wrong;
    }

    /** As {@link #wrong}, while the writer that is asked for links is down. */
    List<String> wrongWithoutLinks(String person, List<String> methods) {
        List<String> wrong = new ArrayList<>();
        List<Exchange> done = proxy.journal().stream().filter(e -> e.committed() && concerns(e, person)).toList();
        if (!done.stream().map(Exchange::method).toList().equals(methods)) {
            wrong.add("the target did " + done.stream().map(Exchange::method).toList());
        }
        Set<String> operations = new HashSet<>();
        done.forEach(e -> operations.add(String.valueOf(e.idempotencyKey())));
        Set<String> seen = new HashSet<>();
        Set<String> audited = new HashSet<>();
        for (Fact fact : facts()) {
            if (!seen.add(fact.id())) {
                wrong.add("a fact is in the audit twice");
            }
            if (fact.objectId().equals(person) && fact.isEffect() && !audited.add(fact.id())) {
                wrong.add("an effect is audited twice");
            }
        }
        if (operations.size() != done.size() || !operations.equals(audited)) {
            wrong.add(done.size() + " changes, " + operations.size() + " operations, " + audited.size() + " audited");
        }
        int accounts = 0;
        for (JsonNode account : application.dump()) {
            accounts += account.path("userName").asString("").equals(person + "@acme.test") ? 1 : 0;
        }
        String last = methods.getLast();
        if (accounts != (last.equals("DELETE") ? 0 : 1)) {
            wrong.add(accounts + " accounts");
        }
        return wrong;
    }

    private void links(String person, boolean gone, List<String> wrong) {
        Api.Answer answer = lockstep.get("/api/v1/accounts?limit=10&app=" + app + "&q=" + java.net.URLEncoder.encode(person, StandardCharsets.UTF_8));
        answer.json().path("items").forEach(row -> {
            if (row.path("objectId").asString("").equals(person) && row.path("targetId").isString() == gone) {
                wrong.add("the link is not as it should be");
            }
        });
        if (!answer.isGood()) {
            wrong.add("accounts answered " + answer.status());
        }
    }

    @Override
    public void close() {
        lockstep.close();
        cluster.close();
        proxy.close();
        application.close();
    }
}
