package dev.lockstep.engine.function;

import static dev.lockstep.engine.function.Parameter.of;
import static dev.lockstep.engine.function.ParameterType.ANY;

import dev.lockstep.engine.value.Value;
import java.util.List;

/** Functions that say what happens to the value on its way. */
public final class FlowFunctions {
  /** Values that this function touches are masked in logs. */
  public static final String REDACT = "Redact";

  static final List<FunctionSpec> ALL = List.of(
      FunctionSpec.of("IgnoreFlowIfNullOrEmpty", ResultType.ANY, List.of(of("expression", ANY)),
              "Leaves the attribute out of the flow when there is no value or an empty text; else gives the value.", FlowFunctions::ignoreEmpty,
              Example.of("IgnoreFlowIfNullOrEmpty([department])", "department", "Sales", "Sales"),
              Example.of("IgnoreFlowIfNullOrEmpty(Append(\"R\", \"D\"))", "RD"))
          .placed(FunctionSpec.Placement.NOT_A_CONDITION),
      FunctionSpec.of(REDACT, ResultType.ANY, List.of(of("value", ANY)), "Gives the value unchanged; logs show [Redact] in its place.",
          arguments -> arguments.value(0),
          Example.of("Redact([userPrincipalName])", "userPrincipalName", "joe@contoso.com", "joe@contoso.com"),
          Example.of("Redact(\"x\")", "x")));

  private FlowFunctions() {}

  private static Value ignoreEmpty(Arguments arguments) {
    Value value = arguments.value(0);
    if (value.isNullOrEmpty()) {
      throw FlowIgnored.SIGNAL;
    }
    return value;
  }
}
