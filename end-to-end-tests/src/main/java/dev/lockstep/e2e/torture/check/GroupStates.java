package dev.lockstep.e2e.torture.check;

import dev.lockstep.e2e.torture.story.Model;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** I2 and I3 of groups: they are those of the model, each once, with the members of the model that have an account. */
final class GroupStates {
    private final Application application;
    private final List<Violation> found = new ArrayList<>();
    private final Map<String, List<JsonNode>> ours = new HashMap<>();
    /** Account id to person. */
    private final Map<String, String> people = new HashMap<>();

    private GroupStates(Application application) {
        this.application = application;
        application.accounts().stream().filter(account -> !isForeign(account))
                .forEach(account -> people.put(account.path("id").asString(""), account.path("externalId").asString("")));
    }

    /** @param grouped whether the application has its groups written */
    static List<Violation> check(Application application, Model model, boolean grouped) {
        GroupStates states = new GroupStates(application);
        List<Model.Group> should = grouped ? model.groups(application.name()) : List.of();
        states.sort(should.stream().map(Model.Group::id).collect(Collectors.toSet()));
        should.forEach(states::group);
        return states.found;
    }

    private void sort(Set<String> known) {
        Set<String> names = new HashSet<>();
        for (JsonNode group : application.groups()) {
            String id = group.path("externalId").asString("");
            if (!names.add(group.path("displayName").asString("").toLowerCase(Locale.ROOT))) {
                add("I3", id, "two groups have one name");
            }
            if (!isForeign(group)) {
                ours.computeIfAbsent(id, _ -> new ArrayList<>()).add(group);
                if (!known.contains(id)) {
                    add("I2", id.isEmpty() ? group.path("id").asString("") : id, "a group is there that is none of the directory's");
                }
            }
        }
    }

    private boolean isForeign(JsonNode resource) {
        return application.foreign().containsKey(resource.path("id").asString(""));
    }

    private void group(Model.Group should) {
        List<JsonNode> groups = ours.getOrDefault(should.id(), List.of());
        if (groups.size() > 1) {
            add("I3", should.id(), "is there " + groups.size() + " times");
        }
        if (should.wanted() && groups.isEmpty()) {
            add("I2", should.id(), "the group is not there");
        }
        for (JsonNode group : groups) {
            if (should.wanted()) {
                compare(should, group);
            } else {
                add("I2", should.id(), "the group is there, but should not be");
            }
            String linked = application.links().get(should.id());
            if (!group.path("id").asString("").equals(linked)) {
                add("I3", should.id(), linked == null ? "the group has no link" : "the group's link leads to another one");
            }
        }
    }

    private void compare(Model.Group should, JsonNode group) {
        String name = group.path("displayName").asString("");
        if (!should.displayName().equals(name)) {
            add("I2", should.id(), "displayName is " + name + " instead of " + should.displayName());
        }
        Set<String> members = new TreeSet<>();
        for (JsonNode member : group.path("members")) {
            String person = people.getOrDefault(member.path("value").asString(""), "nobody");
            if (!members.add(person)) {
                add("I3", should.id() + "/" + person, "is a member twice");
            }
        }
        Set<String> wanted = should.members().stream().filter(people.values()::contains).collect(Collectors.toCollection(TreeSet::new));
        wanted.stream().filter(person -> !members.contains(person)).forEach(person -> add("I2", should.id() + "/" + person, "has an account and is no member, but should be"));
        members.stream().filter(person -> !wanted.contains(person)).forEach(person -> add("I2", should.id() + "/" + person, "is a member, but should not be"));
    }

    private void add(String invariant, String object, String what) {
        found.add(new Violation(invariant, application.name(), object, what));
    }
}
