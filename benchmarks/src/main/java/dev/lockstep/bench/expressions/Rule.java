package dev.lockstep.bench.expressions;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One attribute's value, said in each language. The languages' own operators are used where they have them, and the same Java
 * helper where they have not.
 *
 * @param target path of the attribute in the account
 * @param lockstep in the mapping language
 * @param spel in Spring's expression language, the user being the root
 * @param jexl in Apache Commons JEXL, the user's attributes being the variables
 */
public record Rule(String target, String lockstep, String spel, String jexl) {
    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:";
    static final String MANAGER = ENTERPRISE + "manager";

    static Rule direct(String target, String attribute) {
        return new Rule(target, "[" + attribute + "]", "['" + attribute + "']", attribute);
    }

    /** Joins two names as {@code Join(" ", …)} does. */
    static final Rule JOIN = new Rule("name.formatted", "Join(\" \", [givenName], [surname])",
            "#join(' ', ['givenName'], ['surname'])", "text:join(' ', givenName, surname)");

    static final Rule SWITCH = new Rule("active", "Switch([IsSoftDeleted], , \"False\", \"True\", \"True\", \"False\")",
            "['IsSoftDeleted'] == null ? null : (['IsSoftDeleted'].toString().equalsIgnoreCase('true') ? false : true)",
            "IsSoftDeleted == null ? null : !IsSoftDeleted.toString().equalsIgnoreCase('true')");

    static final Rule REPLACE = new Rule("preferredLanguage", "Replace([preferredLanguage], \"-\", , , \"_\", , )",
            "['preferredLanguage']?.replace('-', '_')", "preferredLanguage?.replace('-', '_')");

    /** The first letter of the given name and the surname, in lower case. */
    static final Rule NESTED = new Rule("nickName", "ToLower(Append(Left([givenName], 1), [surname]))",
            "(['givenName'].substring(0, 1) + ['surname']).toLowerCase()", "(givenName.substring(0, 1) + surname).toLowerCase()");

    /** The mobile number, or else the telephone's. */
    static final Rule CHOICE = new Rule("phone", "IIF(IsNullOrEmpty([pager]), [telephoneNumber], [pager])",
            "['pager'] == null or ['pager'].toString().isEmpty() ? ['telephoneNumber'] : ['pager']",
            "pager == null || pager.isEmpty() ? telephoneNumber : pager");

    /** What Entra maps into a SCIM application by default: 24 attributes. */
    static final List<Rule> DEFAULT_SET = List.of(
            direct("userName", "userPrincipalName"),
            SWITCH,
            direct("displayName", "displayName"),
            direct("title", "jobTitle"),
            direct("emails[type eq \"work\"].value", "mail"),
            REPLACE,
            direct("name.givenName", "givenName"),
            direct("name.familyName", "surname"),
            JOIN,
            direct("addresses[type eq \"work\"].formatted", "physicalDeliveryOfficeName"),
            direct("addresses[type eq \"work\"].streetAddress", "streetAddress"),
            direct("addresses[type eq \"work\"].locality", "city"),
            direct("addresses[type eq \"work\"].region", "state"),
            direct("addresses[type eq \"work\"].postalCode", "postalCode"),
            direct("addresses[type eq \"work\"].country", "country"),
            direct("phoneNumbers[type eq \"work\"].value", "telephoneNumber"),
            direct("phoneNumbers[type eq \"mobile\"].value", "mobile"),
            direct("phoneNumbers[type eq \"fax\"].value", "facsimileTelephoneNumber"),
            direct("externalId", "mailNickname"),
            direct(ENTERPRISE + "employeeNumber", "employeeId"),
            direct(ENTERPRISE + "department", "department"),
            direct(ENTERPRISE + "costCenter", "costCentre"),
            new Rule(ENTERPRISE + "organization", "\"Contoso\"", "'Contoso'", "'Contoso'"),
            direct(MANAGER, "manager"));

    /** A user with a value for each source attribute of {@link #DEFAULT_SET}; all made up. */
    static Map<String, @Nullable Object> user() {
        return Map.ofEntries(
                Map.entry("objectId", "u-1"), Map.entry("userPrincipalName", "ann.lee@example.com"), Map.entry("IsSoftDeleted", false),
                Map.entry("displayName", "Ann Lee"), Map.entry("jobTitle", "Engineer"), Map.entry("mail", "ann.lee@example.com"),
                Map.entry("preferredLanguage", "en-US"), Map.entry("givenName", "Ann"), Map.entry("surname", "Lee"),
                Map.entry("physicalDeliveryOfficeName", "HQ 4.12"), Map.entry("streetAddress", "1 Main Street"), Map.entry("city", "Oslo"),
                Map.entry("state", "Oslo"), Map.entry("postalCode", "0150"), Map.entry("country", "NO"),
                Map.entry("telephoneNumber", "+47 22 00 00 00"), Map.entry("mobile", "+47 900 00 000"),
                Map.entry("facsimileTelephoneNumber", "+47 22 00 00 01"), Map.entry("mailNickname", "ann.lee"), Map.entry("employeeId", "1007"),
                Map.entry("department", "R&D"), Map.entry("costCentre", "4711"), Map.entry("manager", "u-2"));
    }
}
