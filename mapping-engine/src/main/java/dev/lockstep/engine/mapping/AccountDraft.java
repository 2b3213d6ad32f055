package dev.lockstep.engine.mapping;

import dev.lockstep.engine.mapping.MappedValue.Outcome;
import dev.lockstep.engine.problem.Problem;
import dev.lockstep.engine.problem.ProblemCode;
import dev.lockstep.engine.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects what the mappings of one source object give. */
final class AccountDraft {
  private final FlowedValues attributes;
  // Usually empty, so made when there is something to hold.
  private Map<String, Object> onCreateOnly = Map.of();
  private Set<String> cleared = Set.of();
  private Map<String, String> references = Map.of();
  private List<MappingFailure> failures = List.of();
  private Map<String, String> redacted = Map.of();

  AccountDraft(Targets targets) {
    attributes = new FlowedValues(targets);
  }

  void flow(int place, Object json) {
    attributes.set(place, json);
  }

  /** Takes a value in; tells what becomes of it. */
  Outcome add(int place, CompiledMapping compiled, Value value, boolean hidden) {
    AttributeMapping mapping = compiled.mapping();
    String target = mapping.target();
    if (hidden) {
      redacted = redacted.isEmpty() ? new LinkedHashMap<>() : redacted;
      redacted.put(target, "[Redact]");
    }
    if (mapping.clearWhenNull() && value.isNullOrEmpty() && !(mapping.source() instanceof Source.None)) {
      cleared = cleared.isEmpty() ? new LinkedHashSet<>() : cleared;
      cleared.add(target);
      addDefault(compiled);
      return Outcome.CLEARED;
    }
    if (mapping.reference()) {
      String id = value.text();
      if (id == null || id.isEmpty()) {
        return Outcome.NOT_FLOWED;
      }
      references = references.isEmpty() ? new LinkedHashMap<>(4) : references;
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
      onCreate(target, json);
      return Outcome.ON_CREATE;
    }
    attributes.set(place, json);
    return Outcome.FLOWS;
  }

  private void onCreate(String target, Object json) {
    onCreateOnly = onCreateOnly.isEmpty() ? new LinkedHashMap<>() : onCreateOnly;
    onCreateOnly.put(target, json);
  }

  private boolean addDefault(CompiledMapping compiled) {
    Object json = compiled.defaultJson();
    if (json != null) {
      onCreate(compiled.mapping().target(), json);
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
    failures = failures.isEmpty() ? new ArrayList<>() : failures;
    failures.add(new MappingFailure(compiled.mapping().target(), compiled.mapping().source().text(), problem));
  }

  MappedAccount finish(List<MatchKey> matching) {
    return new MappedAccount(attributes, onCreateOnly, cleared, references, matching, failures, redacted);
  }
}
