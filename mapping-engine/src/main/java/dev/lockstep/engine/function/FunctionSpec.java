package dev.lockstep.engine.function;

import dev.lockstep.engine.value.Value;
import java.util.List;

/**
 * One function of the language: everything the checker, the evaluator, the documentation and the tests need to know of it.
 *
 * @param sentence what it does, for administrators
 * @param placement where it may stand
 * @param code what it computes; arguments are evaluated when the code asks for them
 */
public record FunctionSpec(
    String name,
    List<Parameter> parameters,
    ResultType result,
    String sentence,
    List<Example> examples,
    Placement placement,
    Code code) {

  public FunctionSpec {
    parameters = List.copyOf(parameters);
    examples = List.copyOf(examples);
  }

  /** Computes the function. */
  @FunctionalInterface
  public interface Code {
    /** @throws EvaluationFailure when an argument's value cannot be used */
    Value apply(Arguments arguments);
  }

  /** Where a function may stand. */
  public enum Placement {
    ANYWHERE,
    /** Only as the whole expression. */
    OUTERMOST,
    /** Anywhere but as a condition. */
    NOT_A_CONDITION
  }

  static FunctionSpec of(String name, ResultType result, List<Parameter> parameters, String sentence, Code code, Example... examples) {
    return new FunctionSpec(name, parameters, result, sentence, List.of(examples), Placement.ANYWHERE, code);
  }

  FunctionSpec placed(Placement where) {
    return new FunctionSpec(name, parameters, result, sentence, examples, where, code);
  }

  /** For instance {@code Left(string, length)}; optional parameters in brackets. */
  public String signature() {
    StringBuilder out = new StringBuilder(name).append('(');
    for (int i = 0; i < parameters.size(); i++) {
      Parameter parameter = parameters.get(i);
      out.append(i == 0 ? "" : ", ").append(parameter.required() ? parameter.name() : "[" + parameter.name() + "]");
    }
    return out.append(repeats() > 0 ? ", …)" : ")").toString();
  }

  /** The least number of arguments, those left out before a required one included. */
  public int least() {
    int least = 0;
    for (int i = 0; i < parameters.size(); i++) {
      least = parameters.get(i).required() ? i + 1 : least;
    }
    return least;
  }

  /** How many of the last parameters repeat together; 0 when none does. */
  public int repeats() {
    return (int) parameters.stream().filter(Parameter::repeated).count();
  }

  /** The parameter that an argument (from 0) belongs to. */
  public Parameter parameter(int argument) {
    int repeats = repeats();
    if (argument < parameters.size() || repeats == 0) {
      return parameters.get(Math.min(argument, parameters.size() - 1));
    }
    int first = parameters.size() - repeats;
    return parameters.get(first + (argument - first) % repeats);
  }
}
