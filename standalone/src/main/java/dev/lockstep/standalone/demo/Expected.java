package dev.lockstep.standalone.demo;

import dev.lockstep.targets.company.Company;
import dev.lockstep.targets.company.Person;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What the application's accounts should be, worked out from the company alone, without any of Lockstep's code: for every
 * person who was ever in scope, whether there is an account, whether it is active, and with which values.
 */
public final class Expected {
    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    private final Map<String, Person> people = new LinkedHashMap<>();
    private final Set<String> active = new HashSet<>();

    /** Notes the state of the company at one moment: whoever is in scope now has an account from now on. */
    public void see(Company company, Set<String> assigned) {
        active.clear();
        for (String id : assigned) {
            Person person = company.people().get(id);
            if (person != null && company.isActive(id)) {
                active.add(id);
                people.put(id, person);
            }
        }
        // An account stays, disabled, when its person leaves, whatever becomes of the person then.
        people.replaceAll((id, known) -> company.people().getOrDefault(id, known));
    }

    public int accounts() {
        return people.size();
    }

    public int activeAccounts() {
        return active.size();
    }

    /** Every difference, as a sentence; empty when all is right. {@code byUserName} are the application's accounts. */
    public List<String> differences(Map<String, JsonNode> byUserName, int total) {
        List<String> found = new ArrayList<>();
        Map<String, String> idOfPerson = new HashMap<>();
        Map<String, JsonNode> byPerson = new HashMap<>();
        byUserName.values().forEach(account -> {
            byPerson.put(account.path("externalId").asString(""), account);
            idOfPerson.put(account.path("externalId").asString(""), account.path("id").asString(""));
        });
        if (total != people.size()) {
            found.add("the application has " + total + " accounts, should have " + people.size());
        }
        people.forEach((id, person) -> {
            JsonNode account = byPerson.get(id);
            if (account == null) {
                found.add(id + " has no account");
                return;
            }
            boolean shouldBeActive = active.contains(id);
            compare(found, id, "active", shouldBeActive, account.path("active").asBoolean(true));
            if (!shouldBeActive) {
                return;
            }
            compare(found, id, "userName", person.userPrincipalName(), account.path("userName").asString(""));
            compare(found, id, "displayName", person.text("displayName"), account.path("displayName").asString(""));
            compare(found, id, "name.givenName", person.text("givenName"), account.path("name").path("givenName").asString(""));
            compare(found, id, "name.familyName", person.text("surname"), account.path("name").path("familyName").asString(""));
            compare(found, id, "title", person.text("jobTitle"), account.path("title").asString(""));
            compare(found, id, "department", person.text("department"), account.path(ENTERPRISE).path("department").asString(""));
            compare(found, id, "work mail", person.text("mail"), work(account.path("emails")));
            String manager = account.path(ENTERPRISE).path("manager").path("value").asString("");
            String wanted = person.manager().map(m -> idOfPerson.getOrDefault(m, "")).orElse("");
            if (!wanted.isEmpty() || person.manager().isEmpty()) {
                compare(found, id, "manager", wanted, manager);
            } else if (!manager.isEmpty() && !idOfPerson.containsValue(manager)) {
                // A manager without an account cannot be written. The account keeps, as with Entra, whom it had: somebody, or nobody.
                found.add(id + ": manager is none of the accounts");
            }
        });
        return found;
    }

    private static String work(JsonNode emails) {
        for (JsonNode email : emails) {
            if (email.path("type").asString("").equals("work")) {
                return email.path("value").asString("");
            }
        }
        return "";
    }

    private static void compare(List<String> found, String id, String what, Object should, Object is) {
        if (!Objects.equals(should, is)) {
            found.add(id + ": " + what + " is not as it should be");
        }
    }
}
