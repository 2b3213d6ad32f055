package dev.lockstep.targets.company;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One employee.
 *
 * @param objectId such as {@code p-000123}; never changes
 * @param attributes by Microsoft Graph's attribute names, in the order of {@link #ATTRIBUTES}; absent when unknown. All are
 *     strings ({@code manager} an objectId, {@code employeeHireDate} an ISO date) but {@code accountEnabled}, a Boolean
 */
public record Person(String objectId, Map<String, Object> attributes) {

    /** Every attribute that a person may have. */
    public static final List<String> ATTRIBUTES = List.of(
            "employeeId", "givenName", "surname", "displayName", "userPrincipalName", "mail", "mailNickname", "jobTitle",
            "department", "companyName", "physicalDeliveryOfficeName", "streetAddress", "postalCode", "city", "country",
            "telephoneNumber", "mobile", "manager", "accountEnabled", "employeeHireDate", "preferredLanguage");

    public Person {
        attributes = ordered(attributes);
    }

    /** Always the same order: files and events made from the same seed shall be equal byte for byte. */
    static Map<String, Object> ordered(Map<String, Object> attributes) {
        Map<String, Object> ordered = new LinkedHashMap<>();
        for (String name : ATTRIBUTES) {
            if (attributes.containsKey(name)) {
                ordered.put(name, attributes.get(name));
            }
        }
        return Collections.unmodifiableMap(ordered);
    }

    /** @return this person with these attributes instead, as a merge (RFC 7396) without nulls would have it */
    public Person with(Map<String, Object> changes) {
        Map<String, Object> changed = new LinkedHashMap<>(attributes);
        changed.putAll(changes);
        return new Person(objectId, changed);
    }

    /** @return the attribute as text, empty when unknown */
    public String text(String attribute) {
        return String.valueOf(attributes.getOrDefault(attribute, ""));
    }

    public String displayName() {
        return text("displayName");
    }

    public String userPrincipalName() {
        return text("userPrincipalName");
    }

    public String department() {
        return text("department");
    }

    public Optional<String> manager() {
        return Optional.ofNullable((String) attributes.get("manager"));
    }

    public boolean accountEnabled() {
        return !Boolean.FALSE.equals(attributes.get("accountEnabled"));
    }
}
