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
import java.util.stream.Collectors;
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

    /**
     * What must be of a group.
     *
     * @param wanted whether it must be there; if not, it must not
     * @param members people; whoever of them has an account must be in it, and nobody else
     */
    public record Group(String id, boolean wanted, String displayName, Set<String> members) {}

    private final Map<String, Set<String>> assigned;
    private final GroupModel groups = new GroupModel();
    private final Map<String, Person> people = new TreeMap<>();
    private final Set<String> dominated = new LinkedHashSet<>();

    /** @param assigned the groups of each application; an application without any is for everybody */
    public Model(Map<String, Set<String>> assigned, List<Event> accepted) {
        this.assigned = assigned;
        accepted.forEach(this::take);
        accepted.stream().filter(this::isDominated).forEach(event -> dominated.add(event.cause()));
    }

    private void take(Event event) {
        if (!event.isOfUser()) {
            groups.take(event);
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

    private static boolean isPresence(Kind kind) {
        return kind == Kind.JOIN || kind == Kind.REHIRE || kind == Kind.RETURN || kind == Kind.LEAVE || kind == Kind.PURGE;
    }

    /** Everything that it says was said anew by a higher version. */
    private boolean isDominated(Event event) {
        if (event.version() == null) {
            return false;
        }
        if (!event.isOfUser()) {
            return groups.isDominated(event);
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
        boolean possible = isForEverybody(app) || assigned(app).stream().anyMatch(group -> groups.wasEverIn(group, person));
        Object manager = one.values.get("manager");
        String known = manager instanceof String id && inScope(app, id) ? id : "";
        return new Account(wanted, possible, text(one, "userPrincipalName"), attributes(person, one), known, Set.copyOf(one.managersEver));
    }

    private boolean inScope(String app, String person) {
        return isPresent(person) && (isForEverybody(app)
                || assigned(app).stream().anyMatch(group -> groups.isThere(group) && groups.members(group).contains(person)));
    }

    private boolean isForEverybody(String app) {
        return !assigned.containsKey(app);
    }

    private Set<String> assigned(String app) {
        return assigned.getOrDefault(app, Set.of());
    }

    /**
     * Every group that ever was. An application has those that are there and that are assigned to it; the one for everybody has all.
     * People whose account is disabled stay members; who was deleted for good is none.
     */
    public List<Group> groups(String app) {
        return groups.all().stream().map(group -> new Group(group, groups.isThere(group) && (isForEverybody(app) || assigned(app).contains(group)), groups.name(group),
                groups.members(group).stream().filter(member -> !isPurged(member)).collect(Collectors.toUnmodifiableSet()))).toList();
    }

    private boolean isPurged(String person) {
        Person one = people.get(person);
        return one != null && one.lastPresence == Kind.PURGE;
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
