package dev.lockstep.targets.company;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompanyTest {

    private static final Company COMPANY = Company.generate(7, 1000);

    @Test
    void the_same_seed_gives_the_same_company() {
        assertThat(Company.generate(7, 1000)).isEqualTo(COMPANY);
        assertThat(List.copyOf(Company.generate(7, 1000).people().keySet())).isEqualTo(List.copyOf(COMPANY.people().keySet()));
        assertThat(Company.generate(8, 1000)).isNotEqualTo(COMPANY);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 60, 3000})
    void identifiers_are_unique_and_fit_a_mail_address(int size) {
        Company company = Company.generate(42, size);
        assertThat(company.people()).hasSize(size);
        for (String attribute : List.of("employeeId", "userPrincipalName", "mail", "mailNickname")) {
            assertThat(company.employees()).extracting(p -> p.text(attribute).toLowerCase(Locale.ROOT)).doesNotHaveDuplicates();
        }
        assertThat(company.employees()).allSatisfy(p ->
                assertThat(p.text("mail")).matches("[a-z0-9'-]+\\.[a-z0-9'-]+@harbour-pine\\.example"));
    }

    @Test
    void managers_form_a_tree_with_one_root() {
        assertThat(COMPANY.employees().stream().filter(p -> p.manager().isEmpty())).hasSize(1);
        for (Person person : COMPANY.employees()) {
            Set<String> chain = new HashSet<>();
            for (Person at = person; at.manager().isPresent(); at = COMPANY.people().get(at.manager().get())) {
                assertThat(chain.add(at.objectId())).as("no cycle above %s", person.objectId()).isTrue();
            }
        }
    }

    @Test
    void some_reports_come_before_their_manager_in_the_file() {
        List<String> order = List.copyOf(COMPANY.people().keySet());
        assertThat(COMPANY.employees()).anyMatch(p ->
                p.manager().isPresent() && order.indexOf(p.manager().get()) > order.indexOf(p.objectId()));
    }

    @Test
    void everybody_is_in_the_groups_of_the_company_the_department_and_the_office() {
        Set<String> all = COMPANY.people().keySet();
        assertThat(COMPANY.peopleIn(Company.ALL_EMPLOYEES)).isEqualTo(all);
        for (Person person : COMPANY.employees()) {
            assertThat(WorkingDay.groupsOf(person))
                    .allSatisfy(g -> assertThat(COMPANY.groups().get(g).members()).contains(person.objectId()));
        }
    }

    @Test
    void engineering_contains_platform_and_product() {
        Group engineering = COMPANY.groups().get("g-engineering");
        assertThat(engineering.members()).contains("g-platform", "g-product");
        assertThat(COMPANY.peopleIn("g-engineering")).isEqualTo(COMPANY.employees().stream()
                .filter(p -> Set.of("Engineering", "Platform", "Product").contains(p.department()))
                .map(Person::objectId)
                .collect(Collectors.toSet()));
    }

    @Test
    void names_come_from_many_places() {
        String names = COMPANY.employees().stream().map(Person::displayName).collect(Collectors.joining(" "));
        assertThat(names).contains("O'Neill", "ø", "ü", "Ł", "田中", "Шевченко", "van der Berg");
        assertThat(COMPANY.employees()).anyMatch(p -> !p.accountEnabled()).anyMatch(p -> p.text("mobile").isEmpty());
    }
}
