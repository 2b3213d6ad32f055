package dev.lockstep.e2e.torture.story;

import dev.lockstep.e2e.torture.story.Event.Kind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What every application must hold in the end: worked out from the events that were accepted, in no matter which order, by
 * the rule that of what one source says of one thing the highest version counts.
 */
public final class Model {

    /** Somebody in the end. */
    private static final class Person {
        final Map<String, Object> values = new HashMap<>();
        final Map<String, Long> versionOf = new HashMap<>();
        final Set<String> managersEver = new HashSet<>();
        Kind lastPresence = Kind.LEAVE;
        long presenceVersion = -1;
        boolean joined;
    }

    /**
     * What must be.
     *
     * @param wanted whether an active account must be there
     * @param possible whether an account may be there; an inactive one where none is wanted
     * @param userName of the account when it is wanted
     * @param attributes by short SCIM path, when it is wanted
     * @param manager object id of the manager when the manager must have an account too; empty when nothing can be said
     * @param managersEver whose accounts may stand there when {@code manager} is empty
     */
    public record Account(
            boolean wanted, boolean possible, String userName, Map<String, String> attributes, String manager, Set<String> managersEver) {}

    private final Map<String, String> groups;
    private final Map<String, Person> people = new TreeMap<>();
    private final Map<String, Map<String, Long>> edgeVersions = new HashMap<>();
    private final Map<String, Set<String>> members = new HashMap<>();
    private final Map<String, Set<String>> membersEver = new HashMap<>();
    private final Set<String> dominated = new LinkedHashSet<>();

    /** @param groups the group of each application; an application without one is for everybody */
    public Model(Map<String, String> groups, List<Event> accepted) {
        this.groups = groups;
        accepted.forEach(this::take);
        accepted.stream().filter(this::isDominated).forEach(event -> dominated.add(event.cause()));
    }

    private void take(Event event) {
        if (!event.isOfUser()) {
            event.members().forEach(member -> edge(event, member));
            return;
        }
        Person person = people.computeIfAbsent(event.subject(), _ -> new Person());
        person.joined |= event.kind() == Kind.JOIN;
        // Without versions the order of sending counts, and that is the order in which it happened.
        long version = event.version() == null ? event.number() : event.version();
        event.attributes().forEach((name, value) -> {
            if (version > person.versionOf.getOrDefault(name, -1L)) {
                person.versionOf.put(name, version);
                person.values.put(name, value);
            }
            if (name.equals("manager")) {
                person.managersEver.add((String) value);
            }
        });
        if (isPresence(event.kind()) && version > person.presenceVersion) {
            person.presenceVersion = version;
            person.lastPresence = event.kind();
        }
    }

    private void edge(Event event, String member) {
        long version = Objects.requireNonNull(event.version());
        boolean joins = event.kind() == Kind.GROUP_JOIN;
        if (joins) {
            membersEver.computeIfAbsent(event.subject(), _ -> new HashSet<>()).add(member);
        }
        Map<String, Long> versions = edgeVersions.computeIfAbsent(event.subject(), _ -> new HashMap<>());
        if (version > versions.getOrDefault(member, -1L)) {
            versions.put(member, version);
            Set<String> now = members.computeIfAbsent(event.subject(), _ -> new HashSet<>());
            if (joins) {
                now.add(member);
            } else {
                now.remove(member);
            }
        }
    }

    private static boolean isPresence(Kind kind) {
        return kind == Kind.JOIN || kind == Kind.REHIRE || kind == Kind.RETURN || kind == Kind.LEAVE || kind == Kind.PURGE;
    }

    /** Everything that it says was said anew by a higher version. */
    private boolean isDominated(Event event) {
        if (event.version() == null) {
            return false;
        }
        if (!event.isOfUser()) {
            Map<String, Long> versions = edgeVersions.getOrDefault(event.subject(), Map.of());
            return !event.members().isEmpty() && event.members().stream().allMatch(m -> versions.getOrDefault(m, -1L) > event.version());
        }
        Person person = people.get(event.subject());
        return event.attributes().keySet().stream().allMatch(name -> person.versionOf.getOrDefault(name, -1L) > event.version())
                && (!isPresence(event.kind()) || person.presenceVersion > event.version());
    }

    /** @return causes of the accepted events that leave no trace in the final state */
    public Set<String> dominated() {
        return dominated;
    }

    public Set<String> people() {
        return people.keySet();
    }

    public boolean isPresent(String person) {
        Person one = people.get(person);
        return one != null && one.joined && (one.lastPresence == Kind.JOIN || one.lastPresence == Kind.REHIRE || one.lastPresence == Kind.RETURN);
    }

    /** @param person one of {@link #people} */
    public Account account(String app, String person) {
        Person one = Objects.requireNonNull(people.get(person));
        boolean wanted = inScope(app, person);
        String group = groups.get(app);
        boolean possible = group == null || membersEver.getOrDefault(group, Set.of()).contains(person);
        Object manager = one.values.get("manager");
        String known = manager instanceof String id && inScope(app, id) ? id : "";
        return new Account(wanted, possible, text(one, "userPrincipalName"), attributes(person, one), known, Set.copyOf(one.managersEver));
    }

    private boolean inScope(String app, String person) {
        String group = groups.get(app);
        return isPresent(person) && (group == null || members.getOrDefault(group, Set.of()).contains(person));
    }

    private static Map<String, String> attributes(String id, Person one) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("externalId", id);
        attributes.put("displayName", text(one, "displayName"));
        attributes.put("title", text(one, "jobTitle"));
        attributes.put("work mail", text(one, "mail"));
        attributes.put("mobile", text(one, "mobile"));
        attributes.put("name.givenName", text(one, "givenName"));
        attributes.put("name.familyName", text(one, "surname"));
        attributes.put("name.formatted", text(one, "givenName") + " " + text(one, "surname"));
        attributes.put("department", text(one, "department"));
        attributes.put("employeeNumber", text(one, "employeeId"));
        return attributes;
    }

    private static String text(Person person, String name) {
        @Nullable Object value = person.values.get(name);
        return value == null ? "" : value.toString();
    }
}
