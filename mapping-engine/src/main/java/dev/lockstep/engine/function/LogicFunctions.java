package dev.lockstep.engine.function;

import static dev.lockstep.engine.function.Parameter.of;
import static dev.lockstep.engine.function.Parameter.optional;
import static dev.lockstep.engine.function.Parameter.repeated;
import static dev.lockstep.engine.function.ParameterType.ANY;
import static dev.lockstep.engine.function.ParameterType.CONDITION;
import static dev.lockstep.engine.function.ParameterType.TEXT;

import dev.lockstep.engine.value.Numbers;
import dev.lockstep.engine.value.Value;
import java.math.BigDecimal;
import java.util.List;

/** Choices and tests. */
final class LogicFunctions {
  static final List<FunctionSpec> ALL = List.of(
      FunctionSpec.of("IIF", ResultType.ANY, List.of(of("condition", CONDITION), of("valueIfTrue", ANY), of("valueIfFalse", ANY)),
          "Gives one of two values. A comparison of an attribute that is null or empty does not hold; use Switch, Coalesce or IsNullOrEmpty for that case.",
          arguments -> arguments.value(arguments.condition(0) ? 1 : 2),
          Example.of("IIF([country] = \"USA\", \"inland\", \"abroad\")", "country", "USA", "inland"),
          Example.of("IIF(Len([displayName]) <= 8, [displayName], Left([displayName], 8))", "displayName", "Maximilian", "Maximili")),
      FunctionSpec.of("Switch", ResultType.ANY,
          List.of(of("source", TEXT), optional("defaultValue", ANY), repeated("key", TEXT), repeated("value", ANY)),
          "Gives the value whose key equals source, case-sensitively, else defaultValue; no source equals the key \"\".", LogicFunctions::choose,
          Example.of("Switch([state], \"Australia/Sydney\", \"NSW\", \"Australia/Sydney\", \"QLD\", \"Australia/Brisbane\")", "state", "QLD", "Australia/Brisbane"),
          Example.of("Switch([IsSoftDeleted], , \"False\", \"True\", \"True\", \"False\")", "IsSoftDeleted", false, "True")),
      FunctionSpec.of("Coalesce", ResultType.ANY, List.of(repeated("source", ANY)),
          "Gives the first source that has a value; an empty text is a value. The last one serves as default.", LogicFunctions::coalesce,
          Example.of("Coalesce([mail], [userPrincipalName])", "userPrincipalName", "ann@contoso.com", "ann@contoso.com"),
          Example.of("Coalesce([mail], \"none@contoso.com\")", "none@contoso.com")),
      FunctionSpec.of("Not", ResultType.FLAG, List.of(of("source", ANY)), "Gives False for True and True for anything else.",
          arguments -> Value.flag(!Boolean.TRUE.equals(Numbers.flag(arguments.value(0)))),
          Example.of("Not([IsSoftDeleted])", "IsSoftDeleted", "False", "True"), Example.of("Not([IsSoftDeleted])", "IsSoftDeleted", "True", "False")),
      FunctionSpec.of("CBool", ResultType.FLAG, List.of(of("expression", CONDITION)), "Gives True for a comparison that holds, True and any number but 0; else False.",
          LogicFunctions::toFlag,
          Example.of("CBool([color] = \"blue\")", "color", "blue", "True"), Example.of("CBool(0)", "False")),
      FunctionSpec.of("IsNull", ResultType.FLAG, List.of(of("expression", ANY)), "Gives True when there is no value; an empty text is a value.",
          arguments -> Value.flag(arguments.value(0) == Value.NOTHING),
          Example.of("IsNull([displayName])", "True"), Example.of("IsNull([displayName])", "displayName", "", "False")),
      FunctionSpec.of("IsNullOrEmpty", ResultType.FLAG, List.of(of("expression", ANY)), "Gives True when there is no value or an empty text.",
          arguments -> Value.flag(arguments.value(0).isNullOrEmpty()),
          Example.of("IsNullOrEmpty([displayName])", "displayName", "", "True"), Example.of("IsNullOrEmpty(\"x\")", "False")),
      FunctionSpec.of("IsPresent", ResultType.FLAG, List.of(of("expression", ANY)), "Gives True when there is a value that is not an empty text.",
          arguments -> Value.flag(!arguments.value(0).isNullOrEmpty()),
          Example.of("IsPresent([displayName])", "displayName", "x", "True"), Example.of("IsPresent([displayName])", "False")),
      FunctionSpec.of("IsString", ResultType.FLAG, List.of(of("expression", ANY)), "Gives True when the value is a text.",
          arguments -> Value.flag(arguments.value(0) instanceof Value.Text),
          Example.of("IsString([displayName])", "displayName", "Ann", "True"), Example.of("IsString(5)", "False")));

  private LogicFunctions() {}

  private static Value choose(Arguments arguments) {
    String source = arguments.text(0);
    for (int key = 2; key < arguments.count(); key += 2) {
      if (source.equals(arguments.text(key))) {
        return arguments.value(key + 1);
      }
    }
    return arguments.value(1);
  }

  private static Value coalesce(Arguments arguments) {
    for (int i = 0; i < arguments.count(); i++) {
      Value value = arguments.value(i);
      if (value != Value.NOTHING) {
        return value;
      }
    }
    return Value.NOTHING;
  }

  private static Value toFlag(Arguments arguments) {
    Value value = arguments.value(0);
    BigDecimal number = value instanceof Value.Number(BigDecimal exact) ? exact : Numbers.parse(value.text());
    return Value.flag(number == null ? Boolean.TRUE.equals(Numbers.flag(value)) : number.signum() != 0);
  }
}
