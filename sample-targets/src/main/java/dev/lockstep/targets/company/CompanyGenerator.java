package dev.lockstep.targets.company;

import dev.lockstep.targets.company.Names.Name;
import dev.lockstep.targets.company.Organisation.Department;
import dev.lockstep.targets.company.Organisation.Office;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Hires people one by one: whoever is hired later reports to somebody hired before, so that managers form a tree. */
final class CompanyGenerator {

    /** Every so many people in a department one leads a team. */
    private static final int TEAM = 9;

    // java.util.Random's sequence is part of its specification.
    private final Random random;
    private final Set<String> takenNicknames = new HashSet<>();
    private final Map<String, String> heads = new HashMap<>();
    private final Map<String, List<String>> leads = new HashMap<>();
    private final Map<String, Integer> sizes = new HashMap<>();

    CompanyGenerator(long seed) {
        this.random = new Random(seed);
    }

    Company generate(int count) {
        List<Person> hired = new ArrayList<>(count);
        for (int number = 1; number <= count; number++) {
            Department department = number == 1 ? Organisation.EXECUTIVE : department(number);
            hired.add(hire(number, department, one(Organisation.OFFICES)));
        }
        Map<String, Group> groups = groups(hired);
        Collections.shuffle(hired, random);
        Map<String, Person> people = new LinkedHashMap<>();
        hired.forEach(p -> people.put(p.objectId(), p));
        return new Company(people, groups, Set.of());
    }

    /** Somebody new, in a company that others generated. */
    static Person newcomer(Company company, Random random, int number, Department department, Office office) {
        var generator = new CompanyGenerator(random.nextLong());
        company.people().values().forEach(p -> generator.takenNicknames.add(p.text("mailNickname")));
        company.employees().stream()
                .filter(p -> p.department().equals(department.name()) && p.text("jobTitle").startsWith("Head of"))
                .forEach(p -> generator.heads.put(department.name(), p.objectId()));
        generator.sizes.put(department.name(), TEAM);
        return generator.hire(number, department, office);
    }

    private Department department(int number) {
        // One of each first, so that every department and group exists also in a small company.
        if (number - 1 < Organisation.DEPARTMENTS.size()) {
            return Organisation.DEPARTMENTS.get(number - 1);
        }
        int total = Organisation.DEPARTMENTS.stream().mapToInt(Department::weight).sum();
        int at = random.nextInt(total);
        for (Department department : Organisation.DEPARTMENTS) {
            at -= department.weight();
            if (at < 0) {
                return department;
            }
        }
        throw new IllegalStateException("The weights do not add up");
    }

    private Person hire(int number, Department department, Office office) {
        String objectId = "p-%06d".formatted(number);
        int place = sizes.merge(department.name(), 1, Integer::sum);
        boolean head = place == 1;
        boolean lead = !head && place % TEAM == 2;
        String manager = manager(department, head, lead);
        if (head) {
            heads.put(department.name(), objectId);
        } else if (lead) {
            leads.computeIfAbsent(department.name(), _ -> new ArrayList<>()).add(objectId);
        }
        String title = head ? headTitle(department) : lead ? department.name() + " Team Lead" : one(department.titles());

        Name given = one(Names.GIVEN);
        Name surname = one(Names.SURNAMES);
        String nickname = nickname(given.ascii() + "." + surname.ascii());
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("employeeId", "%06d".formatted(number));
        attributes.put("givenName", given.text());
        attributes.put("surname", surname.text());
        attributes.put("displayName", given.text() + " " + surname.text());
        attributes.put("userPrincipalName", nickname + "@" + Company.DOMAIN);
        attributes.put("mail", nickname + "@" + Company.DOMAIN);
        attributes.put("mailNickname", nickname);
        attributes.put("jobTitle", title);
        attributes.put("department", department.name());
        attributes.put("companyName", Company.NAME);
        attributes.put("physicalDeliveryOfficeName", office.name());
        attributes.put("streetAddress", random.nextInt(50) == 0 ? office.street() + "\nAnnex B" : office.street());
        attributes.put("postalCode", office.postalCode());
        attributes.put("city", office.city());
        attributes.put("country", office.country());
        attributes.put("telephoneNumber", office.dial() + " %04d".formatted(random.nextInt(10_000)));
        if (random.nextInt(3) > 0) {
            attributes.put("mobile", "+49 151 555%05d".formatted(random.nextInt(100_000)));
        }
        if (manager != null) {
            attributes.put("manager", manager);
        }
        attributes.put("accountEnabled", number == 1 || random.nextInt(60) > 0);
        attributes.put("employeeHireDate", LocalDate.of(2008, 1, 1).plusDays(random.nextInt(6500)).toString());
        attributes.put("preferredLanguage", office.language());
        return new Person(objectId, attributes);
    }

    private @Nullable String manager(Department department, boolean head, boolean lead) {
        String chief = heads.get(Organisation.EXECUTIVE.name());
        if (head) {
            boolean engineering = department == Organisation.PLATFORM || department == Organisation.PRODUCT;
            return engineering ? heads.getOrDefault(Organisation.ENGINEERING.name(), chief) : chief;
        }
        List<String> teams = leads.getOrDefault(department.name(), List.of());
        return lead || teams.isEmpty() ? heads.get(department.name()) : one(teams);
    }

    private static String headTitle(Department department) {
        return department == Organisation.EXECUTIVE ? "Chief Executive Officer" : "Head of " + department.name();
    }

    private String nickname(String wanted) {
        String nickname = wanted;
        for (int n = 2; !takenNicknames.add(nickname); n++) {
            nickname = wanted + n;
        }
        return nickname;
    }

    private static Map<String, Group> groups(List<Person> people) {
        Map<String, Set<String>> members = new LinkedHashMap<>();
        Map<String, String> names = new LinkedHashMap<>();
        names.put(Company.ALL_EMPLOYEES, "All employees");
        Organisation.DEPARTMENTS.forEach(d -> names.put(Organisation.groupId(d.name()), d.name()));
        Organisation.OFFICES.forEach(o -> names.put(Organisation.locationGroupId(o.city()), "Location " + o.city()));
        names.keySet().forEach(id -> members.put(id, new LinkedHashSet<>()));
        Set<String> engineering = members.get(Organisation.groupId(Organisation.ENGINEERING.name()));
        engineering.add(Organisation.groupId(Organisation.PLATFORM.name()));
        engineering.add(Organisation.groupId(Organisation.PRODUCT.name()));
        for (Person person : people) {
            for (String group : WorkingDay.groupsOf(person)) {
                members.get(group).add(person.objectId());
            }
        }
        Map<String, Group> groups = new LinkedHashMap<>();
        names.forEach((id, name) -> groups.put(id, new Group(
                id, name, name + " at " + Company.NAME, id.substring("g-".length()), members.get(id))));
        return groups;
    }

    private <T> T one(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
