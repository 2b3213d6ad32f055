package dev.lockstep.e2e.torture.check;

import dev.lockstep.e2e.torture.story.Model;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** I2, I3 and I6: the accounts are those of the model, each once, and nobody who left is active. */
final class States {
    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    private final Application application;
    private final Model model;
    private final List<Violation> found = new ArrayList<>();
    private final Map<String, List<JsonNode>> ours = new HashMap<>();

    private States(Application application, Model model) {
        this.application = application;
        this.model = model;
    }

    static List<Violation> check(Application application, Model model) {
        States states = new States(application, model);
        states.sort();
        model.people().forEach(states::person);
        states.foreign();
        return states.found;
    }

    private void sort() {
        Set<String> names = new HashSet<>();
        for (JsonNode account : application.accounts()) {
            String name = account.path("userName").asString("");
            String person = account.path("externalId").asString("");
            if (!names.add(name.toLowerCase(Locale.ROOT))) {
                add("I3", person.isEmpty() ? account.path("id").asString("") : person, "two accounts have one user name");
            }
            if (application.foreign().containsKey(account.path("id").asString(""))) {
                continue;
            }
            ours.computeIfAbsent(person, _ -> new ArrayList<>()).add(account);
            if (!model.people().contains(person)) {
                add("I2", person.isEmpty() ? account.path("id").asString("") : person, "an account of nobody is there");
            }
        }
    }

    private void person(String person) {
        Model.Account should = model.account(application.name(), person);
        List<JsonNode> accounts = ours.getOrDefault(person, List.of());
        if (accounts.size() > 1) {
            add("I3", person, "has " + accounts.size() + " accounts");
        }
        if (should.wanted() && accounts.isEmpty()) {
            add("I2", person, "has no account");
        }
        for (JsonNode account : accounts) {
            if (!should.possible()) {
                add("I2", person, "has an account, but was never in scope");
            }
            if (should.wanted()) {
                compare(person, should, account);
            } else if (account.path("active").asBoolean(true)) {
                add(model.isPresent(person) ? "I2" : "I6", person, "is active, but should not be");
            }
            String linked = application.links().get(person);
            if (!account.path("id").asString("").equals(linked)) {
                add("I3", person, linked == null ? "the account has no link" : "the link leads to another account");
            }
        }
    }

    private void compare(String person, Model.Account should, JsonNode account) {
        JsonNode extension = account.path(ENTERPRISE);
        Map<String, String> is = new HashMap<>();
        is.put("externalId", account.path("externalId").asString(""));
        is.put("displayName", account.path("displayName").asString(""));
        is.put("title", account.path("title").asString(""));
        is.put("work mail", typed(account.path("emails"), "work"));
        is.put("mobile", typed(account.path("phoneNumbers"), "mobile"));
        is.put("name.givenName", account.path("name").path("givenName").asString(""));
        is.put("name.familyName", account.path("name").path("familyName").asString(""));
        is.put("name.formatted", account.path("name").path("formatted").asString(""));
        is.put("department", extension.path("department").asString(""));
        is.put("employeeNumber", extension.path("employeeNumber").asString(""));
        if (!account.path("active").asBoolean(true)) {
            add("I2", person, "is not active");
        }
        if (!should.userName().equals(account.path("userName").asString(""))) {
            add("I2", person, "userName is not as it should be");
        }
        should.attributes().forEach((name, value) -> {
            if (!value.equals(is.get(name))) {
                // The title tells which version it is, and no more.
                add("I2", person, name + " is not as it should be" + (name.equals("title") ? ": " + is.get(name) + " instead of " + value : ""));
            }
        });
        manager(person, should, extension.path("manager").path("value").asString(""));
    }

    private void manager(String person, Model.Account should, String value) {
        if (!should.manager().isEmpty()) {
            boolean right = ours.getOrDefault(should.manager(), List.of()).stream().anyMatch(a -> a.path("id").asString("").equals(value));
            if (!right) {
                add("I2", person, "manager is not " + should.manager() + (value.isEmpty() ? ", but nobody" : ""));
            }
        } else if (!value.isEmpty()) {
            // Accounts of managers may have been deleted since; an account that is there must be one of a manager of old.
            ours.forEach((other, accounts) -> {
                if (!should.managersEver().contains(other) && accounts.stream().anyMatch(a -> a.path("id").asString("").equals(value))) {
                    add("I2", person, "manager is somebody who never was it");
                }
            });
        }
    }

    private void foreign() {
        Map<String, JsonNode> now = new HashMap<>();
        application.accounts().forEach(account -> now.put(account.path("id").asString(""), account));
        application.groups().forEach(group -> now.put(group.path("id").asString(""), group));
        application.foreign().forEach((id, before) -> {
            if (!before.equals(now.get(id))) {
                add("I2", id, "a foreign account or group was touched");
            }
        });
    }

    private static String typed(JsonNode elements, String type) {
        for (JsonNode element : elements) {
            if (element.path("type").asString("").equals(type)) {
                return element.path("value").asString("");
            }
        }
        return "";
    }

    private void add(String invariant, String object, String what) {
        found.add(new Violation(invariant, application.name(), object, what));
    }
}
