package dev.lockstep.writer.survey;

import dev.lockstep.writer.scim.Reply;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An account that was on a page.
 *
 * @param id the target's
 * @param email the primary address, or the first one
 */
public record Sighting(String id, @Nullable String userName, @Nullable String externalId, @Nullable String email) {

    /** What no two accounts should share. */
    public enum Key {
        USER_NAME("userName"), EXTERNAL_ID("externalId"), EMAIL("emails");

        private final String attribute;

        Key(String attribute) {
            this.attribute = attribute;
        }

        public String attribute() {
            return attribute;
        }
    }

    /** @return null when the account has no id */
    static @Nullable Sighting of(Map<String, @Nullable Object> account) {
        String id = Reply.idOf(account);
        return id == null ? null : new Sighting(id, text(account.get("userName")), text(account.get("externalId")), email(account.get("emails")));
    }

    private static @Nullable String email(@Nullable Object emails) {
        Map<?, ?> first = null;
        for (Object one : emails instanceof List<?> list ? list : List.of()) {
            if (one instanceof Map<?, ?> email) {
                if (Boolean.parseBoolean(String.valueOf(email.get("primary")))) {
                    return text(email.get("value"));
                }
                first = first == null ? email : first;
            }
        }
        return first == null ? null : text(first.get("value"));
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null || String.valueOf(value).isBlank() ? null : String.valueOf(value);
    }

    /** In lower case; null when the account has none. */
    public @Nullable String value(Key key) {
        String value = switch (key) {
            case USER_NAME -> userName;
            case EXTERNAL_ID -> externalId;
            case EMAIL -> email;
        };
        return value == null ? null : value.toLowerCase(Locale.ROOT);
    }
}
