package dev.lockstep.targets.company;

import java.util.List;

/** How Harbour &amp; Pine is organised: departments with their share of the people, and offices. */
final class Organisation {

    /** @param weight share of the people, relative to the others */
    record Department(String name, int weight, List<String> titles) {}

    record Office(String name, String street, String postalCode, String city, String country, String language, String dial) {}

    static final Department EXECUTIVE = new Department("Executive", 1, List.of("Chief of Staff", "Executive Assistant"));
    static final Department ENGINEERING =
            new Department("Engineering", 1, List.of("Engineering Programme Lead", "Technical Writer"));
    static final Department PLATFORM = new Department(
            "Platform", 14, List.of("Site Reliability Engineer", "Platform Engineer", "Database Engineer", "Security Engineer"));
    static final Department PRODUCT = new Department(
            "Product", 16, List.of("Software Engineer", "Senior Software Engineer", "Product Designer", "Product Owner"));

    static final List<Department> DEPARTMENTS = List.of(
            EXECUTIVE,
            ENGINEERING,
            PLATFORM,
            PRODUCT,
            new Department("Sales", 12, List.of("Account Executive", "Sales Engineer", "Key Account Manager")),
            new Department("Marketing", 6, List.of("Content Editor", "Brand Designer", "Campaign Specialist")),
            new Department("Finance", 6, List.of("Accountant", "Controller", "Payroll Specialist")),
            new Department("People", 4, List.of("Recruiter", "People Partner", "Learning Specialist")),
            new Department("Legal", 2, List.of("Counsel", "Paralegal")),
            new Department("Logistics", 16, List.of("Dock Foreman", "Crane Operator", "Freight Planner", "Customs Clerk")),
            new Department("Forestry & Timber", 12, List.of("Forester", "Sawyer", "Timber Grader")),
            new Department("Customer Support", 10, List.of("Support Engineer", "Support Specialist")));

    static final List<Office> OFFICES = List.of(
            new Office("Hamburg, Speicherstadt", "Am Sandtorkai 30", "20457", "Hamburg", "DE", "de-DE", "+49 40 5550"),
            new Office("Bergen, Bryggen", "Bryggen 12", "5003", "Bergen", "NO", "nb-NO", "+47 55 5550"),
            new Office("Cork, Penrose Dock", "Penrose Quay 1", "T23 V1H2", "Cork", "IE", "en-IE", "+353 21 5550"),
            new Office("Porto, Ribeira", "Rua da Alfândega 7", "4050-029", "Porto", "PT", "pt-PT", "+351 22 5550"),
            new Office("Portland, Pearl District", "1120 NW Couch St", "97209", "Portland", "US", "en-US", "+1 503 5550"));

    private Organisation() {}

    static String groupId(String name) {
        return "g-" + Names.ascii(name.replaceAll("[^\\p{L}\\p{N}]+", "-"));
    }

    /** The office's city names its group. */
    static String locationGroupId(String city) {
        return groupId("location " + city);
    }
}
