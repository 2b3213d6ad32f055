package dev.lockstep.writer.reconcile;

import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.contracts.ObjectType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A desire with its references resolved to the target's ids.
 *
 * @param attributes SCIM path to value; null values do not flow
 * @param onCreateOnly further paths for a create
 * @param cleared paths that shall have no value
 * @param externalId what a create says when no mapping gives one; null for targets that refuse it
 * @param caseInsensitive paths where letter case makes no difference
 * @param always paths that go along with every write, also when they are equal
 */
public record Wanted(
        ObjectType type,
        DesiredAccount.State state,
        Map<String, @Nullable Object> attributes,
        Map<String, @Nullable Object> onCreateOnly,
        Set<String> cleared,
        @Nullable String externalId,
        Set<String> caseInsensitive,
        Set<String> always) {

    /** Where nothing goes along. */
    public Wanted(ObjectType type, DesiredAccount.State state, Map<String, @Nullable Object> attributes, Map<String, @Nullable Object> onCreateOnly,
            Set<String> cleared, @Nullable String externalId, Set<String> caseInsensitive) {
        this(type, state, attributes, onCreateOnly, cleared, externalId, caseInsensitive, Set.of());
    }

    /** @param references SCIM path to the target's id, as far as they could be resolved */
    public static Wanted of(DesiredAccount desired, Map<String, String> references, boolean omitExternalId) {
        Map<String, @Nullable Object> attributes = desired.objectType() == ObjectType.USER ? desired.attributes() : ofGroup(desired.attributes());
        if (!references.isEmpty() || omitExternalId && attributes.containsKey("externalId")) {
            attributes = new LinkedHashMap<>(attributes);
            attributes.putAll(references);
            if (omitExternalId) {
                attributes.remove("externalId");
            }
        }
        return new Wanted(desired.objectType(), desired.state(), attributes, desired.onCreateOnly(), desired.cleared(),
                omitExternalId ? null : desired.objectId(), Set.of(), desired.conditionsOrNone().always());
    }

    /** Groups have no {@code active}, and who is in them is written by itself. */
    private static Map<String, @Nullable Object> ofGroup(Map<String, @Nullable Object> mapped) {
        Map<String, @Nullable Object> attributes = new LinkedHashMap<>(mapped);
        attributes.keySet().removeIf(path -> path.equalsIgnoreCase("active") || path.toLowerCase(java.util.Locale.ROOT).startsWith("members"));
        return attributes;
    }

    /** Whether the desire itself says that the account is inactive. */
    public boolean isInactive() {
        return Boolean.FALSE.equals(Json.bool(attributes.get("active"), true));
    }
}
