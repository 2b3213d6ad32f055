package dev.lockstep.e2e.harness;

import dev.lockstep.targets.company.Change;
import dev.lockstep.targets.company.Company;
import dev.lockstep.targets.company.Person;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Any number of changes to a company, one after the other, from a seed. */
public final class RandomChanges {
    private final Random random;
    private int count;

    public RandomChanges(Random random) {
        this.random = random;
    }

    /** One more change that makes sense in this state of the company. */
    public Change next(Company company) {
        count++;
        List<Person> people = List.copyOf(company.people().values());
        Person person = people.get(random.nextInt(people.size()));
        String id = person.objectId();
        if (company.softDeleted().contains(id)) {
            return change(Change.Kind.REHIRE, id, id, Change.Operation.RESTORE, Map.of(), List.of());
        }
        return switch (random.nextInt(10)) {
            case 0 -> change(Change.Kind.LEAVE, id, id, Change.Operation.SOFT_DELETE, Map.of(), List.of());
            case 1 -> change(Change.Kind.RENAME, id, id, Change.Operation.MERGE, Map.of("userPrincipalName", "r" + count + "." + person.userPrincipalName()), List.of());
            case 2 -> change(Change.Kind.MANAGER_CHANGE, id, id, Change.Operation.MERGE, Map.of("manager", people.get(random.nextInt(people.size())).objectId()), List.of());
            case 3 -> company.groups().get(Company.ALL_EMPLOYEES).members().contains(id)
                    ? change(Change.Kind.GROUP_EXIT, id, Company.ALL_EMPLOYEES, Change.Operation.REMOVE_MEMBERS, Map.of(), List.of(id))
                    : change(Change.Kind.GROUP_JOIN, id, Company.ALL_EMPLOYEES, Change.Operation.ADD_MEMBERS, Map.of(), List.of(id));
            default -> change(Change.Kind.MOVE, id, id, Change.Operation.MERGE, Map.of("jobTitle", "Title " + count, "department", "Department " + random.nextInt(9)), List.of());
        };
    }

    private Change change(Change.Kind kind, String person, String objectId, Change.Operation operation, Map<String, Object> attributes, List<String> members) {
        return new Change("change-" + count, kind, kind + " of " + person, person, objectId, operation, attributes, members);
    }
}
