package dev.lockstep.engine.mapping;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The account that a source object maps to.
 *
 * @param attributes SCIM path to value (String, Boolean, Number, List, Map) in the order of the mappings; what is absent is not flowed
 * @param onCreateOnly further values that are used only when the account is created: mappings applied on creation, and default values
 * @param cleared paths whose mapping clears them, because the source has no value
 * @param references SCIM path to the id of another source object, for instance the manager's; lists of references are not here,
 *     because memberships travel on their own
 * @param matching what to look the account up by, in order of precedence
 * @param failures attributes that could not be computed
 * @param redacted SCIM path to what logs and the audit show in place of the value
 */
public record MappedAccount(
    Map<String, Object> attributes,
    Map<String, Object> onCreateOnly,
    Set<String> cleared,
    Map<String, String> references,
    List<MatchKey> matching,
    List<MappingFailure> failures,
    Map<String, String> redacted) {

  public MappedAccount {
    attributes = Collections.unmodifiableMap(attributes);
    onCreateOnly = Collections.unmodifiableMap(onCreateOnly);
    cleared = Collections.unmodifiableSet(cleared);
    references = Collections.unmodifiableMap(references);
    matching = Collections.unmodifiableList(matching);
    failures = Collections.unmodifiableList(failures);
    redacted = Collections.unmodifiableMap(redacted);
  }

  /** The attributes of an account to be created. */
  public Map<String, Object> attributesOnCreate() {
    Map<String, Object> all = new LinkedHashMap<>(attributes);
    onCreateOnly.forEach(all::putIfAbsent);
    return all;
  }

  /** Every path that this account has something to say about. */
  public Set<String> paths() {
    Set<String> paths = new LinkedHashSet<>(attributes.keySet());
    paths.addAll(onCreateOnly.keySet());
    paths.addAll(cleared);
    paths.addAll(references.keySet());
    return paths;
  }
}
