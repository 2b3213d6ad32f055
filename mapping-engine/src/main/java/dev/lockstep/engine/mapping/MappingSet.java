package dev.lockstep.engine.mapping;

import dev.lockstep.engine.CompiledExpression;
import dev.lockstep.engine.Evaluation;
import dev.lockstep.engine.ExpressionCompiler;
import dev.lockstep.engine.context.EvaluationContext;
import dev.lockstep.engine.mapping.MappedValue.Outcome;
import dev.lockstep.engine.mapping.MappingProblems.MappingProblem;
import dev.lockstep.engine.problem.ExpressionProblems;
import dev.lockstep.engine.problem.Problem;
import dev.lockstep.engine.problem.ProblemCode;
import dev.lockstep.engine.value.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The compiled mappings of one object type. Immutable and thread-safe. Always hand it the full source object: an attribute that is
 * missing counts as null.
 */
public final class MappingSet {
  private final List<CompiledMapping> mappings;
  private final List<CompiledMapping> matching;
  private final Targets targets;

  private MappingSet(List<CompiledMapping> mappings) {
    this.mappings = List.copyOf(mappings);
    this.targets = new Targets(mappings.stream().map(each -> each.mapping().target()).toList());
    this.matching = mappings.stream()
        .filter(each -> each.mapping().matchingPriority() > 0)
        .sorted(Comparator.comparingInt(each -> each.mapping().matchingPriority()))
        .toList();
  }

  /** @throws MappingProblems with every problem of every mapping */
  public static MappingSet compile(List<AttributeMapping> mappings) {
    List<MappingProblem> problems = new ArrayList<>();
    List<CompiledMapping> compiled = new ArrayList<>();
    Set<String> targets = new HashSet<>();
    for (int i = 0; i < mappings.size(); i++) {
      AttributeMapping mapping = mappings.get(i);
      List<Problem> found = new ArrayList<>();
      String refusal = TargetPath.refusal(mapping.target());
      if (refusal != null) {
        found.add(problem(refusal));
      } else if (!targets.add(mapping.target().toLowerCase(Locale.ROOT))) {
        found.add(problem("Another mapping already fills this target attribute."));
      }
      if (mapping.matchingPriority() < 0) {
        found.add(problem("The matching priority cannot be negative."));
      }
      CompiledMapping ready = compile(mapping, found);
      for (Problem each : found) {
        problems.add(new MappingProblem(i, mapping.target(), each));
      }
      compiled.add(ready);
    }
    if (!problems.isEmpty()) {
      throw new MappingProblems(problems);
    }
    return new MappingSet(compiled);
  }

  private static CompiledMapping compile(AttributeMapping mapping, List<Problem> found) {
    TargetType type = TargetValues.effective(mapping.type(), mapping.target());
    CompiledExpression expression = null;
    Value constant = Value.NOTHING;
    Object defaultJson = null;
    switch (mapping.source()) {
      case Source.Direct(String attribute) -> {
        if (attribute.isBlank()) {
          found.add(problem("The mapping names no source attribute."));
        }
      }
      case Source.Constant(String value) -> {
        constant = Value.text(value);
        fits(constant, type, found);
      }
      case Source.Expression(String text) -> expression = compile(text, mapping, found);
      case Source.None _ -> {
        // Only the default value counts.
      }
    }
    if (mapping.defaultValue() != null) {
      defaultJson = fits(Value.text(mapping.defaultValue()), type, found);
    }
    return CompiledMapping.of(mapping, type, expression, constant, defaultJson);
  }

  private static @Nullable CompiledExpression compile(String text, AttributeMapping mapping, List<Problem> found) {
    try {
      CompiledExpression expression = ExpressionCompiler.compile(text);
      if (expression.selectsUniqueValue() && mapping.matchingPriority() > 0) {
        found.add(Problem.at(ProblemCode.PLACEMENT, "SelectUniqueValue cannot fill a matching attribute.", text, 0, "SelectUniqueValue".length(), null));
      }
      return expression;
    } catch (ExpressionProblems problems) {
      found.addAll(problems.problems());
      return null;
    }
  }

  private static @Nullable Object fits(Value value, TargetType type, List<Problem> found) {
    try {
      return TargetValues.json(value, type);
    } catch (TargetValues.Misfit misfit) {
      found.add(problem(String.valueOf(misfit.getMessage())));
      return null;
    }
  }

  private static Problem problem(String message) {
    return Problem.of(ProblemCode.MAPPING, message, null);
  }

  /** The account that a source object maps to; a mapping that fails never hinders the others. */
  public MappedAccount map(Map<String, ? extends @Nullable Object> attributes, EvaluationContext context) {
    return map(attributes, context, null);
  }

  /** The same account, and where each of its values came from. */
  public MappingTrace trace(Map<String, ? extends @Nullable Object> attributes, EvaluationContext context) {
    List<MappedValue> values = new ArrayList<>(mappings.size());
    return new MappingTrace(map(attributes, context, values), values);
  }

  private MappedAccount map(Map<String, ? extends @Nullable Object> attributes, EvaluationContext context, @Nullable List<MappedValue> trace) {
    AccountDraft draft = new AccountDraft(targets);
    @Nullable String[] found = new String[mappings.size()];
    for (int i = 0; i < found.length; i++) {
      CompiledMapping mapping = mappings.get(i);
      if (trace == null && mapping.plain() && attributes.get(mapping.attribute()) instanceof String text && !text.isEmpty()) {
        // Most of a usual set: nothing to evaluate, nothing to convert.
        draft.flow(i, text);
        found[i] = text;
        continue;
      }
      Evaluation evaluation = mapping.evaluate(attributes, context);
      Outcome outcome = switch (evaluation) {
        // Left out of the flow: neither written, nor cleared, nor defaulted.
        case Evaluation.Ignored _ -> Outcome.IGNORED;
        case Evaluation.Failed(Problem problem) -> {
          draft.failed(mapping, problem);
          yield Outcome.FAILED;
        }
        case Evaluation.Result(Value value, boolean redacted) -> {
          if (mapping.mapping().matchingPriority() > 0) {
            found[i] = value.text();
          }
          yield draft.add(i, mapping, value, redacted);
        }
      };
      if (trace != null) {
        trace.add(MappedValue.of(mapping, outcome, attributes, draft));
      }
    }
    List<MatchKey> keys = new ArrayList<>(matching.size());
    for (CompiledMapping mapping : matching) {
      String value = found[targets.place(mapping.mapping().target())];
      if (value != null && !value.isEmpty()) {
        keys.add(new MatchKey(mapping.mapping().target(), value));
      }
    }
    return draft.finish(keys);
  }

  /** The mappings as they were given. */
  public List<AttributeMapping> mappings() {
    return mappings.stream().map(CompiledMapping::mapping).toList();
  }

  /** The source attributes that any mapping reads. */
  public Set<String> sourceAttributes() {
    Set<String> names = new LinkedHashSet<>();
    for (CompiledMapping mapping : mappings) {
      if (mapping.mapping().source() instanceof Source.Direct(String attribute)) {
        names.add(attribute);
      }
      CompiledExpression expression = mapping.expression();
      if (expression != null) {
        names.addAll(expression.attributes());
      }
    }
    return names;
  }
}
