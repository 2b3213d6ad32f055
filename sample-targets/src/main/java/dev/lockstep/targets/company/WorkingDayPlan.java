package dev.lockstep.targets.company;

import dev.lockstep.targets.company.Change.Kind;
import dev.lockstep.targets.company.Change.Operation;
import dev.lockstep.targets.company.Names.Name;
import dev.lockstep.targets.company.Organisation.Department;
import dev.lockstep.targets.company.Organisation.Office;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Picks who moves, marries, leaves and joins. Everybody is picked once, so that each story can be told alone. */
final class WorkingDayPlan {

    private final long seed;
    private final Random random;
    private final List<Change> changes = new ArrayList<>();
    private final Iterator<Person> staff;
    private final List<Person> bosses;
    private Company company;

    WorkingDayPlan(Company morning, long seed) {
        this.seed = seed;
        this.random = new Random(seed);
        this.company = morning;
        Set<String> managers = new HashSet<>();
        morning.people().values().forEach(p -> p.manager().ifPresent(managers::add));
        List<Person> pool = new ArrayList<>(morning.employees().stream()
                .filter(p -> p.accountEnabled() && !managers.contains(p.objectId()))
                .toList());
        Collections.shuffle(pool, random);
        this.staff = pool.iterator();
        this.bosses = morning.employees().stream().filter(p -> managers.contains(p.objectId())).toList();
    }

    List<Change> changes() {
        join(4);
        move(3);
        rename();
        marry();
        changeManager();
        absence();
        Person mistaken = leave();
        leave();
        leave();
        projectGroup();
        leaveAllEmployees();
        rehire(mistaken);
        return changes;
    }

    private void join(int count) {
        int next = company.people().size() + 1;
        for (int i = 0; i < count; i++) {
            while (company.people().containsKey("p-%06d".formatted(next))) {
                next++;
            }
            Department department = one(Organisation.DEPARTMENTS.subList(2, Organisation.DEPARTMENTS.size()));
            Office office = one(Organisation.OFFICES);
            Person person = CompanyGenerator.newcomer(company, random, next, department, office)
                    .with(Map.of("accountEnabled", true));
            add(Kind.JOIN, "%s joins %s as %s".formatted(person.displayName(), department.name(), person.text("jobTitle")),
                    person.objectId(), person.objectId(), Operation.UPSERT, person.attributes(), List.of());
            WorkingDay.groupsOf(person).forEach(group -> enter(person, group));
        }
    }

    private void move(int count) {
        for (int i = 0; i < count; i++) {
            Person person = staff.next();
            Department to = one(Organisation.DEPARTMENTS.stream()
                    .filter(d -> d.weight() > 3 && !d.name().equals(person.department()))
                    .toList());
            String title = one(to.titles());
            merge(Kind.MOVE, person,
                    "%s moves from %s to %s as %s".formatted(person.displayName(), person.department(), to.name(), title),
                    Map.of("department", to.name(), "jobTitle", title, "manager", boss(to.name())));
            exit(person, Organisation.groupId(person.department()));
            enter(person, Organisation.groupId(to.name()));
        }
    }

    private void rename() {
        Person person = staff.next();
        String name = person.text("mailNickname") + ".hp@" + Company.DOMAIN;
        merge(Kind.RENAME, person, "%s signs in as %s from now on".formatted(person.displayName(), name),
                Map.of("userPrincipalName", name));
    }

    private void marry() {
        Person person = staff.next();
        Name surname = one(Names.SURNAMES.stream().filter(n -> !n.text().equals(person.text("surname"))).toList());
        String nickname = free(person.text("mailNickname").split("\\.")[0] + "." + surname.ascii());
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("surname", surname.text());
        attributes.put("displayName", person.text("givenName") + " " + surname.text());
        attributes.put("mail", nickname + "@" + Company.DOMAIN);
        attributes.put("mailNickname", nickname);
        merge(Kind.MARRIAGE, person, "%s marries and is now %s %s".formatted(
                person.displayName(), person.text("givenName"), surname.text()), attributes);
    }

    private void changeManager() {
        Person person = staff.next();
        Person boss = one(bosses.stream().filter(b -> !person.manager().orElse("").equals(b.objectId())).toList());
        merge(Kind.MANAGER_CHANGE, person, "%s now reports to %s".formatted(person.displayName(), boss.displayName()),
                Map.of("manager", boss.objectId()));
    }

    private void absence() {
        Person person = staff.next();
        merge(Kind.LEAVE_OF_ABSENCE, person, "%s goes on leave for half a year".formatted(person.displayName()),
                Map.of("accountEnabled", false));
    }

    private Person leave() {
        Person person = staff.next();
        add(Kind.LEAVE, "%s leaves %s".formatted(person.displayName(), Company.NAME), person.objectId(), person.objectId(),
                Operation.SOFT_DELETE, Map.of(), List.of());
        return person;
    }

    private void rehire(Person person) {
        add(Kind.REHIRE, "%s is back, on the same account".formatted(person.displayName()), person.objectId(),
                person.objectId(), Operation.RESTORE, Map.of(), List.of());
    }

    private void projectGroup() {
        Person person = staff.next();
        String guest = Organisation.groupId(
                person.department().equals("Platform") ? Organisation.PRODUCT.name() : Organisation.PLATFORM.name());
        enter(person, guest);
        Person other = staff.next();
        exit(other, Organisation.locationGroupId(other.text("city")));
    }

    private void leaveAllEmployees() {
        exit(staff.next(), Company.ALL_EMPLOYEES);
    }

    private void enter(Person person, String group) {
        add(Kind.GROUP_JOIN, "%s is added to %s".formatted(person.displayName(), groupName(group)), person.objectId(), group,
                Operation.ADD_MEMBERS, Map.of(), List.of(person.objectId()));
    }

    private void exit(Person person, String group) {
        add(Kind.GROUP_EXIT, "%s is removed from %s".formatted(person.displayName(), groupName(group)), person.objectId(),
                group, Operation.REMOVE_MEMBERS, Map.of(), List.of(person.objectId()));
    }

    private void merge(Kind kind, Person person, String sentence, Map<String, Object> attributes) {
        add(kind, sentence, person.objectId(), person.objectId(), Operation.MERGE, attributes, List.of());
    }

    private void add(Kind kind, String sentence, String person, String objectId, Operation operation,
            Map<String, Object> attributes, List<String> members) {
        String id = "day-%d-%03d".formatted(seed, changes.size() + 1);
        Change change = new Change(id, kind, sentence, person, objectId, operation, attributes, members);
        changes.add(change);
        company = company.after(change);
    }

    private String groupName(String group) {
        return company.groups().get(group).displayName();
    }

    private String boss(String department) {
        List<Person> there = bosses.stream().filter(b -> b.department().equals(department)).toList();
        return one(there.isEmpty() ? bosses : there).objectId();
    }

    private String free(String nickname) {
        Set<String> taken = new HashSet<>();
        company.people().values().forEach(p -> taken.add(p.text("mailNickname")));
        String free = nickname;
        for (int n = 2; taken.contains(free); n++) {
            free = nickname + n;
        }
        return free;
    }

    private <T> T one(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
