package dev.lockstep.engine.function;

import static dev.lockstep.engine.function.Parameter.of;
import static dev.lockstep.engine.function.ParameterType.INTEGER;
import static dev.lockstep.engine.function.ParameterType.TEXT;

import dev.lockstep.engine.value.Value;
import java.util.List;

/** Numbers and conversions. */
final class NumberFunctions {
  static final List<FunctionSpec> ALL = List.of(
      FunctionSpec.of("BitAnd", ResultType.NUMBER, List.of(of("value1", INTEGER), of("value2", INTEGER)), "Gives the bits that both numbers have.",
          arguments -> Value.number(arguments.whole(0) & arguments.whole(1)),
          Example.of("BitAnd(&HF, &HF7)", "7"), Example.of("BitAnd([userAccountControl], 2)", "userAccountControl", "514", "2")),
      FunctionSpec.of("CStr", ResultType.TEXT, List.of(of("value", TEXT)), "Gives the text form of a value.",
          arguments -> Value.text(arguments.textOrNull(0)),
          Example.of("CStr(42)", "42"), Example.of("CStr([dirSyncEnabled])", "dirSyncEnabled", true, "True")));

  private NumberFunctions() {}
}
