package dev.lockstep.targets.company;

import java.util.List;

/**
 * What changes at the company in one day, in order.
 *
 * @param changes one event each; apply them with {@link Company#after(WorkingDay)}
 */
public record WorkingDay(List<Change> changes) {

    public WorkingDay {
        changes = List.copyOf(changes);
    }

    /**
     * @param company its state in the morning; at least 60 people
     * @param seed the same company and seed give the same day
     */
    public static WorkingDay of(Company company, long seed) {
        return new WorkingDay(new WorkingDayPlan(company, seed).changes());
    }

    /** @return objectIds of the groups that a person is in by office, department and employment */
    static List<String> groupsOf(Person person) {
        return List.of(
                Company.ALL_EMPLOYEES,
                Organisation.groupId(person.department()),
                Organisation.locationGroupId(person.text("city")));
    }
}
