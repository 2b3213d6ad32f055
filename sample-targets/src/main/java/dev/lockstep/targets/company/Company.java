package dev.lockstep.targets.company;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The state of a directory: who works here, in which groups.
 *
 * @param people by objectId, in the order of the HR extract: managers may come after their reports
 * @param groups by objectId
 * @param softDeleted objectIds of people who have left; they stay in {@code people} and in their groups
 */
public record Company(Map<String, Person> people, Map<String, Group> groups, Set<String> softDeleted) {

    /** What the company is called. */
    public static final String NAME = "Harbour & Pine";

    /** The domain of its addresses, reserved by RFC 2606. */
    public static final String DOMAIN = "harbour-pine.example";

    /** The group that everybody is in. */
    public static final String ALL_EMPLOYEES = "g-all-employees";

    public Company {
        people = Collections.unmodifiableMap(new LinkedHashMap<>(people));
        groups = Collections.unmodifiableMap(new LinkedHashMap<>(groups));
        softDeleted = Collections.unmodifiableSet(new LinkedHashSet<>(softDeleted));
    }

    /**
     * @param seed the same seed and size give the same company, on every machine
     * @param people how many, at least 1
     */
    public static Company generate(long seed, int people) {
        return new CompanyGenerator(seed).generate(people);
    }

    /** @return everybody who has not left, in file order */
    public List<Person> employees() {
        return people.values().stream().filter(p -> !softDeleted.contains(p.objectId())).toList();
    }

    /** @return whether this person's accounts should be usable: here, and not switched off */
    public boolean isActive(String objectId) {
        Person person = people.get(objectId);
        return person != null && person.accountEnabled() && !softDeleted.contains(objectId);
    }

    /** @return objectIds of the people in this group or in any group inside it, leavers included */
    public Set<String> peopleIn(String groupId) {
        Set<String> found = new LinkedHashSet<>();
        collect(groupId, found, new HashSet<>());
        return found;
    }

    /** @return the state after every change of the day, in order */
    public Company after(WorkingDay day) {
        Company now = this;
        for (Change change : day.changes()) {
            now = now.after(change);
        }
        return now;
    }

    /** @return the state after this one change */
    public Company after(Change change) {
        Map<String, Person> people = new LinkedHashMap<>(this.people);
        Map<String, Group> groups = new LinkedHashMap<>(this.groups);
        Set<String> gone = new LinkedHashSet<>(softDeleted);
        String subject = change.objectId();
        switch (change.operation()) {
            case UPSERT -> people.put(subject, new Person(subject, change.attributes()));
            case MERGE -> people.computeIfPresent(subject, (_, person) -> person.with(change.attributes()));
            case ADD_MEMBERS -> groups.computeIfPresent(subject, (_, g) -> g.changed(m -> m.addAll(change.members())));
            case REMOVE_MEMBERS ->
                groups.computeIfPresent(subject, (_, g) -> g.changed(m -> m.removeAll(Set.copyOf(change.members()))));
            case SOFT_DELETE -> gone.add(subject);
            case RESTORE -> gone.remove(subject);
        }
        return new Company(people, groups, gone);
    }

    private void collect(String groupId, Set<String> found, Set<String> visited) {
        if (!visited.add(groupId) || !groups.containsKey(groupId)) {
            return;
        }
        for (String member : groups.get(groupId).members()) {
            if (groups.containsKey(member)) {
                collect(member, found, visited);
            } else {
                found.add(member);
            }
        }
    }
}
