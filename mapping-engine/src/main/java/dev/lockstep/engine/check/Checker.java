package dev.lockstep.engine.check;

import dev.lockstep.engine.eval.Node;
import dev.lockstep.engine.function.FunctionCatalog;
import dev.lockstep.engine.function.FunctionSpec;
import dev.lockstep.engine.function.ParameterType;
import dev.lockstep.engine.function.ReplaceFunction;
import dev.lockstep.engine.problem.NearMiss;
import dev.lockstep.engine.problem.Problem;
import dev.lockstep.engine.problem.ProblemCode;
import dev.lockstep.engine.regex.DotNetRegex;
import dev.lockstep.engine.syntax.Expression;
import dev.lockstep.engine.syntax.Span;
import dev.lockstep.engine.value.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Binds one tree to the catalogue: names, number of arguments, places and literals; every problem is reported. */
public final class Checker {
  private static final Node ANYTHING = new Node.Constant(Value.NOTHING);

  private final String text;
  private final List<Problem> problems;
  private final Set<String> attributes = new HashSet<>();
  private final Set<String> functions = new HashSet<>();

  private Checker(String text, List<Problem> problems) {
    this.text = text;
    this.problems = problems;
  }

  /** The bound tree; only to be used when no problem was added. */
  public static Bound bind(Expression tree, String text, List<Problem> problems) {
    Checker checker = new Checker(text, problems);
    Node node = checker.bind(tree, null);
    return new Bound(node, checker.attributes, checker.functions);
  }

  /** @param as the type of the parameter that the expression is an argument of, null for the whole expression */
  private Node bind(Expression expression, @Nullable ParameterType as) {
    return switch (expression) {
      case Expression.Attribute attribute -> {
        attributes.add(attribute.name());
        yield new Node.Read(attribute.name());
      }
      case Expression.TextLiteral literal -> new Node.Constant(Value.text(literal.text()));
      case Expression.NumberLiteral literal -> new Node.Constant(new Value.Number(literal.number()));
      case Expression.Symbol symbol -> symbol(symbol, as);
      case Expression.Omitted _ -> ANYTHING;
      case Expression.Comparison comparison -> {
        if (as != ParameterType.CONDITION) {
          report(ProblemCode.PLACEMENT, "A comparison may only be the condition of IIF or CBool.", comparison.span(), null);
        }
        yield new Node.Compare(bind(comparison.left(), ParameterType.ANY), comparison.operator(), bind(comparison.right(), ParameterType.ANY));
      }
      case Expression.Call call -> call(call, as);
    };
  }

  private Node symbol(Expression.Symbol symbol, @Nullable ParameterType as) {
    if (as == ParameterType.COMPARE && Literals.COMPARE_WORDS.contains(symbol.name())) {
      return new Node.Constant(Value.text(symbol.name()));
    }
    String name = symbol.name();
    if (as == ParameterType.COMPARE) {
      report(ProblemCode.SYNTAX, "Expected vbTextCompare or vbBinaryCompare.", symbol.span(), NearMiss.among(Literals.COMPARE_WORDS, name));
    } else if (Literals.COMPARE_WORDS.contains(name)) {
      report(ProblemCode.PLACEMENT, name + " may only be the compareType of InStr.", symbol.span(), null);
    } else {
      String function = NearMiss.among(FunctionCatalog.names(), name);
      String meant = function != null ? function + "(…)" : "[" + name + "]";
      report(ProblemCode.SYNTAX, "A bare word has no meaning: attributes stand in [ ], texts in double quotes.", symbol.span(), meant);
    }
    return ANYTHING;
  }

  private Node call(Expression.Call call, @Nullable ParameterType as) {
    FunctionSpec spec = FunctionCatalog.find(call.name());
    if (spec == null) {
      report(ProblemCode.UNKNOWN_FUNCTION, "There is no function " + call.name() + ".", call.nameSpan(), NearMiss.among(FunctionCatalog.names(), call.name()));
      call.arguments().forEach(argument -> bind(argument, ParameterType.CONDITION));
      return ANYTHING;
    }
    functions.add(spec.name());
    placement(call, spec, as);
    List<Expression> written = arity(call, spec);
    List<Node.Argument> arguments = new ArrayList<>(written.size());
    for (int i = 0; i < written.size(); i++) {
      arguments.add(argument(spec, i, written.get(i)));
    }
    if (spec.name().equals("Replace")) {
      replaceModes(call, arguments);
    }
    return new Node.Invoke(spec, arguments, call.span());
  }

  private Node.Argument argument(FunctionSpec spec, int index, Expression written) {
    if (written instanceof Expression.Omitted) {
      return new Node.Argument(null, Optional.empty(), written.span());
    }
    ParameterType type = spec.parameters().isEmpty() ? ParameterType.ANY : spec.parameter(index).type();
    Optional<Object> prepared = Optional.empty();
    try {
      prepared = Literals.prepare(type, written);
    } catch (Literals.Unusable unusable) {
      report(ProblemCode.EVALUATION, spec.parameter(index).name() + " of " + spec.name() + ": " + unusable.getMessage(), place(written.span(), unusable.offset()),
          unusable.suggestion());
    }
    if (written instanceof Expression.Call call && FunctionCatalog.find(call.name()) instanceof FunctionSpec inner && !type.accepts(inner.result())) {
      report(ProblemCode.EVALUATION, spec.parameter(index).name() + " of " + spec.name() + " takes a value of type " + type.label() + ", and "
          + inner.name() + " gives one of type " + inner.result().label() + ".", call.nameSpan(), null);
    }
    return new Node.Argument(bind(written, type), prepared, written.span());
  }

  /** The place of a character of a text constant, found through its escapes. */
  private Span place(Span literal, int offset) {
    if (offset < 0) {
      return literal;
    }
    int at = literal.start() + 1;
    for (int i = 0; i < offset && at < literal.end() - 1; i++) {
      boolean escape = text.charAt(at) == '\\' && (text.charAt(at + 1) == '\\' || text.charAt(at + 1) == '"');
      at += escape ? 2 : 1;
    }
    return new Span(at, at + 1);
  }

  private void placement(Expression.Call call, FunctionSpec spec, @Nullable ParameterType as) {
    switch (spec.placement()) {
      case ANYWHERE -> {}
      case OUTERMOST -> {
        if (as != null) {
          report(ProblemCode.PLACEMENT, spec.name() + " may only be the outermost function.", call.nameSpan(), null);
        }
      }
      case NOT_A_CONDITION -> {
        if (as == ParameterType.CONDITION) {
          report(ProblemCode.PLACEMENT, spec.name() + " cannot be a condition; it gives a value or leaves the attribute out.", call.nameSpan(), null);
        }
      }
    }
  }

  /** The arguments by parameter, after a look at their number. */
  private List<Expression> arity(Expression.Call call, FunctionSpec spec) {
    List<Expression> written = new ArrayList<>(call.arguments());
    if (spec.name().equals("FormatDateTime") && written.size() == 3) {
      // The published form without styles.
      written.add(1, new Expression.Omitted(written.get(1).span()));
    }
    int named = spec.parameters().size();
    int repeats = spec.repeats();
    // A trailing empty argument is legal.
    while (written.size() > spec.least() && written.getLast() instanceof Expression.Omitted
        && (repeats == 0 ? written.size() > named : (written.size() - named) % repeats != 0 || repeats == 1)) {
      written.removeLast();
    }
    int count = written.size();
    boolean fits = count >= spec.least() && (repeats == 0 ? count <= named : (count - named) % repeats == 0);
    if (!fits) {
      String wanted = spec.least() == named && repeats == 0 ? number(named) : "at least " + number(spec.least());
      String pairs = repeats > 1 ? ", then whole groups of " + repeats : "";
      String most = repeats == 0 && spec.least() < named ? " and at most " + named : "";
      report(ProblemCode.ARITY, spec.signature() + " takes " + wanted + most + pairs + "; found " + count + ".", call.span(), null);
    } else {
      for (int i = 0; i < count; i++) {
        var parameter = spec.parameters().isEmpty() ? null : spec.parameter(i);
        if (parameter != null && parameter.required() && !parameter.repeated() && written.get(i) instanceof Expression.Omitted) {
          report(ProblemCode.ARITY, spec.signature() + " cannot do without " + parameter.name() + ".", call.span(), null);
        }
      }
    }
    return fits ? written : List.of();
  }

  private static String number(int count) {
    return count == 0 ? "no arguments" : count == 1 ? "1 argument" : count + " arguments";
  }

  private void replaceModes(Expression.Call call, List<Node.Argument> arguments) {
    if (arguments.isEmpty()) {
      return;
    }
    String refusal = ReplaceFunction.refusal(i -> i < arguments.size() && arguments.get(i).node() != null);
    if (refusal != null) {
      report(ProblemCode.ARITY, refusal, call.span(), null);
      return;
    }
    boolean named = arguments.size() > 3 && arguments.get(3).node() instanceof Node.Constant;
    if (named && arguments.get(2).prepared().orElse(null) instanceof DotNetRegex regex && arguments.get(3).node() instanceof Node.Constant(Value name)) {
      String group = name.text();
      if (regex.group(group == null ? "" : group) < 0) {
        report(ProblemCode.EVALUATION, "The pattern has no group of this name.", arguments.get(3).span(), null);
      }
    }
  }

  private void report(ProblemCode code, String message, Span span, @Nullable String suggestion) {
    problems.add(Problem.at(code, message, text, span.start(), span.end(), suggestion));
  }
}
