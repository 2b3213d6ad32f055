package dev.lockstep.ingest.scim;

import dev.lockstep.ingest.AttributeRules;
import dev.lockstep.ingest.ObjectIds;
import dev.lockstep.ingest.source.Source;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * SCIM users (RFC 7643, section 4) by Microsoft Graph's attribute names. Only what the operation names becomes an attribute:
 * what it leaves out does not change, {@code active} included; null removes.
 */
final class ScimUser {
    private static final Map<String, String> SIMPLE = Map.of("username", "userPrincipalName", "displayname", "displayName", "title", "jobTitle",
            "preferredlanguage", "preferredLanguage", "usertype", "userType", "nickname", "mailNickname", "locale", "locale", "timezone", "timezone");
    private static final Map<String, String> NAME = Map.of("givenname", "givenName", "familyname", "surname", "middlename", "middleName",
            "honorificprefix", "honorificPrefix", "honorificsuffix", "honorificSuffix");
    private static final Map<String, String> ADDRESS = Map.of("streetaddress", "streetAddress", "locality", "city", "region", "state",
            "postalcode", "postalCode", "country", "country");
    private static final Map<String, String> EXTENSION = Map.of("employeenumber", "employeeId", "organization", "companyName");
    /** The server's own, or secret, or read-only. */
    private static final Set<String> NOT_TAKEN = Set.of("schemas", "id", "externalid", "meta", "password", "groups", "name", "emails", "phonenumbers",
            "addresses", "active", "roles", "entitlements", "photos", "ims", "x509certificates");

    private final Source source;
    private final ScimObject user;
    private final Map<String, @Nullable Object> attributes = new LinkedHashMap<>();

    private ScimUser(Source source, ScimObject user) {
        this.source = source;
        this.user = user;
    }

    static Map<String, @Nullable Object> attributes(Source source, ScimObject user) {
        ScimUser reading = new ScimUser(source, user);
        reading.read();
        reading.attributes.forEach((name, value) -> {
            Optional<AttributeRules.Fault> fault = AttributeRules.check(name, value);
            if (fault.isPresent()) {
                throw new BadOperation(fault.get().code(), name.substring(0, Math.min(128, name.length())), fault.get().message());
            }
        });
        return reading.attributes;
    }

    private void read() {
        user.all().forEach((name, value) -> {
            String folded = name.toLowerCase(Locale.ROOT);
            if (folded.startsWith("urn:")) {
                extension(value);
            } else if (!NOT_TAKEN.contains(folded)) {
                attributes.put(SIMPLE.getOrDefault(folded, name), value);
            }
        });
        if (user.has("active")) {
            attributes.put("accountEnabled", truth(user.get("active")));
        }
        name();
        emails();
        phones();
        address();
    }

    private void extension(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            return;
        }
        new ScimObject(map).all().forEach((name, entry) -> {
            String folded = name.toLowerCase(Locale.ROOT);
            if (folded.equals("manager")) {
                Object id = entry instanceof Map<?, ?> manager ? new ScimObject(manager).get("value") : entry;
                attributes.put("manager", id == null ? null : reference(source, id, "manager"));
            } else {
                attributes.put(EXTENSION.getOrDefault(folded, folded.equals("department") ? "department" : name), entry);
            }
        });
    }

    private void name() {
        if (user.has("name") && user.get("name") == null) {
            attributes.put("givenName", null);
            attributes.put("surname", null);
        }
        ScimObject name = user.object("name");
        if (name != null) {
            name.all().forEach((part, value) -> {
                String to = NAME.get(part.toLowerCase(Locale.ROOT));
                if (to != null) {
                    attributes.put(to, value);
                }
            });
            if (name.has("formatted") && !user.has("displayName")) {
                attributes.put("displayName", name.get("formatted"));
            }
        }
    }

    private void emails() {
        if (!user.has("emails")) {
            return;
        }
        List<ScimObject> emails = user.objects("emails");
        ScimObject mail = preferred(emails);
        attributes.put("mail", mail == null ? null : mail.get("value"));
        List<Object> others = emails.stream().filter(email -> email != mail).map(email -> email.get("value"))
                .filter(Objects::nonNull).map(Object.class::cast).toList();
        if (!others.isEmpty()) {
            attributes.put("otherMails", others);
        }
    }

    private void phones() {
        if (user.has("phoneNumbers") && user.objects("phoneNumbers").isEmpty()) {
            attributes.put("telephoneNumber", null);
            attributes.put("mobile", null);
        }
        for (ScimObject phone : user.objects("phoneNumbers")) {
            String to = phone.is("type", "mobile") ? "mobile" : phone.is("type", "fax") ? "facsimileTelephoneNumber"
                    : phone.is("type", "work") || !phone.has("type") ? "telephoneNumber" : null;
            if (to != null) {
                attributes.put(to, phone.get("value"));
            }
        }
    }

    private void address() {
        ScimObject address = preferred(user.objects("addresses"));
        if (address != null) {
            address.all().forEach((part, value) -> {
                String to = ADDRESS.get(part.toLowerCase(Locale.ROOT));
                if (to != null) {
                    attributes.put(to, value);
                }
            });
        }
    }

    /** The work one, else the primary one, else the first. */
    private static @Nullable ScimObject preferred(List<ScimObject> values) {
        return values.stream().filter(value -> value.is("type", "work")).findFirst()
                .or(() -> values.stream().filter(value -> value.is("primary", true)).findFirst())
                .or(() -> values.stream().findFirst()).orElse(null);
    }

    private static @Nullable Boolean truth(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Boolean truth -> truth;
            case String text when text.equalsIgnoreCase("true") -> true;
            case String text when text.equalsIgnoreCase("false") -> false;
            default -> throw new BadOperation("invalid", "active", "active is true or false.");
        };
    }

    static String reference(Source source, Object id, String attribute) {
        String local = id instanceof String || id instanceof Long ? id.toString() : "";
        String global = source.objectId(local);
        if (local.isEmpty() || !ObjectIds.valid(global)) {
            throw new BadOperation("invalid", attribute, attribute + " is an object id: " + ObjectIds.RULE + ".");
        }
        return global;
    }
}
