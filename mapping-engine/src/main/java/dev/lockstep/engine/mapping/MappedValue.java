package dev.lockstep.engine.mapping;

import dev.lockstep.engine.problem.Problem;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What became of one mapping, for previews.
 *
 * @param target SCIM path
 * @param kind what sort of source the mapping has
 * @param source where the value comes from, as an expression's text; empty when there is only a default value
 * @param inputs the source attributes that the mapping reads, with their values as they are in the source object (personal data); null for
 *     one that the object has not
 * @param outcome how the mapping ended
 * @param value what flows, or is used on creation; null when nothing does
 * @param defaultApplied whether the value is the mapping's default value, which is used on creation only
 * @param redacted whether logs must not show the value
 * @param problem why it failed
 */
public record MappedValue(
    String target,
    Kind kind,
    String source,
    Map<String, @Nullable Object> inputs,
    Outcome outcome,
    @Nullable Object value,
    boolean defaultApplied,
    boolean redacted,
    @Nullable Problem problem) {

  public MappedValue {
    inputs = Collections.unmodifiableMap(inputs);
  }

  /** The sorts of sources. */
  public enum Kind {
    DIRECT,
    CONSTANT,
    EXPRESSION,
    /** A direct mapping of another object's id. */
    REFERENCE,
    /** Only the default value, on creation. */
    NONE
  }

  /** The ways that a mapping can end. */
  public enum Outcome {
    FLOWS,
    /** Used only when the account is created. */
    ON_CREATE,
    /** The default value, used only when the account is created. */
    DEFAULT_ON_CREATE,
    /** The id of another object, resolved by the writer. */
    REFERENCE,
    /** The target attribute is emptied; on creation the default value, if any, is used. */
    CLEARED,
    /** The source has no value. */
    NOT_FLOWED,
    /** The expression leaves the attribute out: IgnoreFlowIfNullOrEmpty met no value. */
    IGNORED,
    FAILED
  }

  public boolean cleared() {
    return outcome == Outcome.CLEARED;
  }

  public boolean ignored() {
    return outcome == Outcome.IGNORED;
  }

  static MappedValue of(CompiledMapping compiled, Outcome outcome, Map<String, ? extends @Nullable Object> attributes, AccountDraft draft) {
    AttributeMapping mapping = compiled.mapping();
    boolean failed = outcome == Outcome.FAILED;
    Object value = failed || outcome == Outcome.IGNORED ? null : draft.value(mapping.target());
    boolean defaultApplied = value != null && (outcome == Outcome.DEFAULT_ON_CREATE || outcome == Outcome.CLEARED);
    Map<String, @Nullable Object> inputs = new LinkedHashMap<>();
    for (String name : read(compiled)) {
      inputs.put(name, attributes.get(name));
    }
    return new MappedValue(mapping.target(), kind(mapping), mapping.source().text(), inputs, outcome, value, defaultApplied,
        compiled.expression() != null && compiled.expression().redacts(), failed ? draft.lastProblem() : null);
  }

  private static Collection<String> read(CompiledMapping compiled) {
    if (compiled.mapping().source() instanceof Source.Direct(String attribute)) {
      return List.of(attribute);
    }
    return compiled.expression() == null ? List.of() : new TreeSet<>(compiled.expression().attributes());
  }

  private static Kind kind(AttributeMapping mapping) {
    return switch (mapping.source()) {
      case Source.Direct _ -> mapping.reference() ? Kind.REFERENCE : Kind.DIRECT;
      case Source.Constant _ -> Kind.CONSTANT;
      case Source.Expression _ -> mapping.reference() ? Kind.REFERENCE : Kind.EXPRESSION;
      case Source.None _ -> Kind.NONE;
    };
  }
}
