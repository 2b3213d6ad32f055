package dev.lockstep.engine.mapping;

import dev.lockstep.engine.mapping.MappedValue.Outcome;
import dev.lockstep.engine.problem.Problem;
import dev.lockstep.engine.problem.ProblemCode;
import dev.lockstep.engine.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects what the mappings of one source object give. */
final class AccountDraft {
  private final Map<String, Object> attributes;
  private final Map<String, Object> onCreateOnly = new LinkedHashMap<>();
  private final Set<String> cleared = new LinkedHashSet<>();
  private final Map<String, String> references = new LinkedHashMap<>();
  private final List<MappingFailure> failures = new ArrayList<>(0);
  private final Map<String, String> redacted = new HashMap<>(0);

  AccountDraft(int mappings) {
    attributes = LinkedHashMap.newLinkedHashMap(mappings);
  }

  /** Takes a value in; tells what becomes of it. */
  Outcome add(CompiledMapping compiled, Value value, boolean hidden) {
    AttributeMapping mapping = compiled.mapping();
    String target = mapping.target();
    if (hidden) {
      redacted.put(target, "[Redact]");
    }
    if (mapping.clearWhenNull() && value.isNullOrEmpty() && !(mapping.source() instanceof Source.None)) {
      cleared.add(target);
      addDefault(compiled);
      return Outcome.CLEARED;
    }
    if (mapping.reference()) {
      String id = value.text();
      if (id == null || id.isEmpty()) {
        return Outcome.NOT_FLOWED;
      }
      references.put(target, id);
      return Outcome.REFERENCE;
    }
    Object json;
    try {
      json = TargetValues.json(value, compiled.type());
    } catch (TargetValues.Misfit misfit) {
      failed(compiled, Problem.of(ProblemCode.EVALUATION, String.valueOf(misfit.getMessage()), null));
      return Outcome.FAILED;
    }
    if (json == null) {
      return addDefault(compiled) ? Outcome.DEFAULT_ON_CREATE : Outcome.NOT_FLOWED;
    }
    if (compiled.onlyOnCreate()) {
      onCreateOnly.put(target, json);
      return Outcome.ON_CREATE;
    }
    attributes.put(target, json);
    return Outcome.FLOWS;
  }

  private boolean addDefault(CompiledMapping compiled) {
    Object json = compiled.defaultJson();
    if (json != null) {
      onCreateOnly.put(compiled.mapping().target(), json);
    }
    return json != null;
  }

  /** What flows or would be used on creation for a target; null when nothing does. */
  @Nullable Object value(String target) {
    Object flowing = attributes.get(target);
    Object created = flowing == null ? onCreateOnly.get(target) : flowing;
    return created == null ? references.get(target) : created;
  }

  /** The last failure's problem. */
  Problem lastProblem() {
    return failures.getLast().problem();
  }

  void failed(CompiledMapping compiled, Problem problem) {
    failures.add(new MappingFailure(compiled.mapping().target(), compiled.mapping().source().text(), problem));
  }

  MappedAccount finish(List<MatchKey> matching) {
    return new MappedAccount(attributes, onCreateOnly, cleared, references, matching, failures, redacted);
  }
}
