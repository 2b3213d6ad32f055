package dev.lockstep.e2e.torture;

import dev.lockstep.e2e.torture.check.Application;
import dev.lockstep.e2e.torture.check.Blow;
import dev.lockstep.e2e.torture.check.Evidence;
import dev.lockstep.e2e.torture.check.Fact;
import dev.lockstep.e2e.torture.story.Event;
import dev.lockstep.e2e.torture.story.Model;
import dev.lockstep.e2e.torture.story.Story;
import dev.lockstep.targets.hostile.Entry;
import dev.lockstep.targets.hostile.Mishap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The evidence that a faultless system would leave behind; tests then falsify it. Its lists and maps may be changed. */
final class PerfectRun {
    private static final JsonMapper JSON = JsonMapper.shared();

    final Story story;
    final Set<String> accepted = new HashSet<>();
    final Set<String> rejected = new HashSet<>();
    final List<Fact> facts = new ArrayList<>();
    final List<Blow> blows = new ArrayList<>();
    final Map<String, List<Entry>> journals = new TreeMap<>();
    final Map<String, Map<String, ObjectNode>> accounts = new TreeMap<>();
    final Map<String, PerfectGroups> groups = new TreeMap<>();
    final Map<String, Map<String, JsonNode>> foreign = new HashMap<>();
    final Map<String, Map<String, String>> links = new HashMap<>();
    private long clock = 1_000_000;
    private int operations;

    private PerfectRun(Story story, List<String> apps) {
        this.story = story;
        for (String app : apps) {
            journals.put(app, new ArrayList<>());
            accounts.put(app, new TreeMap<>());
            links.put(app, new HashMap<>());
            ObjectNode stranger = JSON.createObjectNode().put("id", "foreign-" + app).put("userName", "stranger").put("active", true);
            accounts.get(app).put("~stranger", stranger);
            groups.put(app, new PerfectGroups(this, app));
            foreign.put(app, Map.of("foreign-" + app, stranger.deepCopy(), "foreign-group-" + app, groups.get(app).all.get("~strangers").deepCopy()));
        }
    }

    static PerfectRun of(Story story, List<String> apps) {
        PerfectRun run = new PerfectRun(story, apps);
        List<Event> taken = new ArrayList<>();
        for (Event event : story.sent()) {
            if (event.expected() == Event.Expected.REJECTED) {
                if (run.rejected.add(event.id() + event.kind())) {
                    run.facts.add(new Fact("rejected~" + event.id() + event.kind() + run.facts.size(), "inputRejected", "failure", "", "", List.of(event.id()), "invalid", ""));
                }
            } else if (run.accepted.add(event.cause())) {
                taken.add(event);
                run.take(event, new Model(story.groups(), taken));
            }
        }
        return run;
    }

    private void take(Event event, Model now) {
        facts.add(new Fact("in~" + event.cause(), "inputAccepted", "success", "", event.subject(), List.of(event.cause()), "", ""));
        if (now.dominated().contains(event.cause())) {
            facts.add(new Fact("stale~" + event.cause(), "inputRejected", "warning", "", event.subject(), List.of(event.cause()), "stale", ""));
            return;
        }
        List<String> asTheyAre = new ArrayList<>();
        for (String app : journals.keySet()) {
            int written = facts.size();
            for (String person : now.people()) {
                bring(app, person, now.account(app, person), event);
            }
            if (facts.size() == written) {
                asTheyAre.add(app);
            }
            if (story.grouped().contains(app)) {
                groups.get(app).bring(now, event);
            }
        }
        if (event.isOfUser() && !asTheyAre.isEmpty()) {
            facts.add(new Fact("known~" + event.cause(), "skip", "skipped", "", event.subject(), List.of(event.cause()), "", "", false, asTheyAre));
        }
    }

    private void bring(String app, String person, Model.Account should, Event event) {
        ObjectNode before = accounts.get(app).get(person);
        if (before == null && !should.wanted()) {
            return;
        }
        ObjectNode after = before == null ? JSON.createObjectNode().put("id", app + "-" + person) : before.deepCopy();
        after.put("active", should.wanted());
        if (should.wanted() || event.subject().equals(person)) {
            fill(app, after, should);
        }
        if (after.equals(before)) {
            return;
        }
        accounts.get(app).put(person, after);
        links.get(app).put(person, app + "-" + person);
        write(app, person, before == null ? "POST" : "PATCH", after, event);
    }

    private void write(String app, String person, String method, ObjectNode after, Event event) {
        String operation = operation();
        List<Entry> journal = journals.get(app);
        journal.add(entry(method, operation, journal.size() + 1, person, after.path("userName").asString(""), JSON.writeValueAsString(after)));
        String action = method.equals("POST") ? "create" : "update";
        facts.add(new Fact(operation, action, "success", app, person, List.of(event.cause()), "", ""));
    }

    String operation() {
        return "op-" + ++operations;
    }

    long tick() {
        return clock += 10;
    }

    Entry entry(String method, String operation, long commit, String person, String userName, String body) {
        return new Entry(tick(), method, "/scim/v2/Users", operation, true, false, Mishap.NONE, 200, commit, "id", person, userName, true, 0, body);
    }

    private void fill(String app, ObjectNode account, Model.Account should) {
        Map<String, String> values = should.attributes();
        account.put("userName", should.userName());
        account.put("externalId", values.get("externalId"));
        account.put("displayName", values.get("displayName"));
        account.put("title", values.get("title"));
        account.putArray("emails").addObject().put("type", "work").put("value", values.get("work mail"));
        account.putArray("phoneNumbers").addObject().put("type", "mobile").put("value", values.get("mobile"));
        account.putObject("name").put("givenName", values.get("name.givenName")).put("familyName", values.get("name.familyName"))
                .put("formatted", values.get("name.formatted"));
        ObjectNode extension = account.putObject("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User");
        extension.put("department", values.get("department")).put("employeeNumber", values.get("employeeNumber"));
        if (!should.manager().isEmpty()) {
            extension.putObject("manager").put("value", app + "-" + should.manager());
        }
    }

    Evidence evidence() {
        List<Application> applications = journals.keySet().stream().map(app -> new Application(app, journals.get(app),
                List.copyOf(accounts.get(app).values()), List.copyOf(groups.get(app).all.values()), foreign.get(app), links.get(app), Map.of(), 0)).toList();
        return new Evidence(story, accepted, rejected, applications, facts, blows, 0, Map.of(), Map.of(), 10, 60);
    }

    /** @return who has been written more than once in the application */
    String somebodyWrittenOften(String app) {
        return journals.get(app).stream().filter(e -> e.body().contains("\"Title ")).collect(Collectors.groupingBy(Entry::externalId, Collectors.counting()))
                .entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
    }
}
