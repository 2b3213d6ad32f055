package dev.lockstep.e2e.torture;

import dev.lockstep.e2e.torture.check.Fact;
import dev.lockstep.e2e.torture.story.Event;
import dev.lockstep.e2e.torture.story.Model;
import dev.lockstep.targets.hostile.Entry;
import dev.lockstep.targets.hostile.MemberChange;
import dev.lockstep.targets.hostile.Mishap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The groups of one application in a {@link PerfectRun}, and what writing them leaves behind. */
final class PerfectGroups {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** By object id; tests may change them. */
    final Map<String, ObjectNode> all = new TreeMap<>();
    private final PerfectRun run;
    private final String app;

    PerfectGroups(PerfectRun run, String app) {
        this.run = run;
        this.app = app;
        all.put("~strangers", JSON.createObjectNode().put("id", "foreign-group-" + app).put("displayName", "Strangers"));
    }

    void bring(Model now, Event event) {
        for (Model.Group should : now.groups(app)) {
            ObjectNode there = all.get(should.id());
            if (should.wanted()) {
                if (there == null) {
                    there = JSON.createObjectNode().put("id", app + "-" + should.id() + "-" + event.id()).put("externalId", should.id());
                    all.put(should.id(), there);
                    rename(should, there, "POST", "create", event);
                } else if (!there.path("displayName").asString("").equals(should.displayName())) {
                    rename(should, there, "PATCH", "update", event);
                }
                members(should, there, event);
            } else if (there != null) {
                List<MemberChange> left = people(there).stream().map(person -> new MemberChange(should.id(), person, false)).toList();
                all.remove(should.id());
                run.links.get(app).remove(should.id());
                String operation = run.operation();
                add("DELETE", operation, should.id(), "", left, false);
                run.facts.add(new Fact(operation, "delete", "success", app, should.id(), List.of(event.cause()), "", ""));
            }
        }
    }

    private void rename(Model.Group should, ObjectNode there, String method, String action, Event event) {
        there.put("displayName", should.displayName());
        run.links.get(app).put(should.id(), there.path("id").asString(""));
        String operation = run.operation();
        add(method, operation, should.id(), JSON.writeValueAsString(there), List.of(), false);
        run.facts.add(new Fact(operation, action, "success", app, should.id(), List.of(event.cause()), "", ""));
    }

    private void members(Model.Group should, ObjectNode there, Event event) {
        Set<String> before = people(there);
        Set<String> after = should.members().stream().filter(run.accounts.get(app)::containsKey).collect(Collectors.toCollection(TreeSet::new));
        List<MemberChange> changes = new ArrayList<>();
        before.stream().filter(person -> !after.contains(person)).forEach(person -> changes.add(new MemberChange(should.id(), person, false)));
        after.stream().filter(person -> !before.contains(person)).forEach(person -> changes.add(new MemberChange(should.id(), person, true)));
        if (changes.isEmpty()) {
            return;
        }
        ArrayNode members = there.putArray("members");
        after.forEach(person -> members.addObject().put("value", app + "-" + person));
        List<String> operations = changes.stream().map(_ -> run.operation()).toList();
        add("PATCH", operations.size() == 1 ? operations.getFirst() : operations.getFirst() + "-ab", should.id(), "", changes, true);
        for (int i = 0; i < changes.size(); i++) {
            run.facts.add(fact(operations.get(i), changes.get(i), event));
        }
    }

    private Fact fact(String operation, MemberChange change, Event event) {
        return new Fact(operation, "update", "success", app, change.membership(), List.of(event.cause()), "", "", change.came());
    }

    private void add(String method, String operation, String group, String body, List<MemberChange> changes, boolean ofMembers) {
        List<Entry> journal = run.journals.get(app);
        journal.add(new Entry(run.tick(), method, "/scim/v2/Groups", operation, true, false, Mishap.NONE, 200, journal.size() + 1, "id", group, "", true, 0, body,
                changes, ofMembers));
    }

    private Set<String> people(JsonNode group) {
        Set<String> people = new TreeSet<>();
        group.path("members").forEach(member -> people.add(member.path("value").asString("").substring(app.length() + 1)));
        return people;
    }
}
