package dev.lockstep.engine.function;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.value.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FunctionSpecTest {
  private final Parameter a = Parameter.of("a", ParameterType.TEXT);
  private final Parameter b = Parameter.optional("b", ParameterType.INTEGER);
  private final Parameter k = Parameter.repeated("k", ParameterType.TEXT);
  private final Parameter v = Parameter.repeated("v", ParameterType.ANY);

  private FunctionSpec spec(Parameter... parameters) {
    return FunctionSpec.of("F", ResultType.TEXT, List.of(parameters), "Does.", _ -> Value.EMPTY, Example.of("F()", "x"));
  }

  @Test
  void a_parameter_is_required_optional_or_repeated() {
    assertThat(List.of(a, b, k)).containsExactly(new Parameter("a", ParameterType.TEXT, true, false), new Parameter("b", ParameterType.INTEGER, false, false),
        new Parameter("k", ParameterType.TEXT, true, true));
    assertThat(Example.of("F([x])", "x", 1, "y")).isEqualTo(new Example("F([x])", Map.of("x", 1), "y"));
    assertThat(spec(a).examples()).containsExactly(new Example("F()", Map.of(), "x"));
    assertThat(spec(a).placed(FunctionSpec.Placement.OUTERMOST).placement()).isEqualTo(FunctionSpec.Placement.OUTERMOST);
  }

  @Test
  void a_signature_shows_what_may_be_left_out_and_what_repeats() {
    assertThat(spec().signature()).isEqualTo("F()");
    assertThat(spec(a, b).signature()).isEqualTo("F(a, [b])");
    assertThat(spec(a, b, k, v).signature()).isEqualTo("F(a, [b], k, v, …)");
  }

  @Test
  void the_least_number_of_arguments_includes_those_left_out_before_a_required_one() {
    assertThat(List.of(spec(), spec(a), spec(a, b), spec(b, a), spec(a, b, k, v))).extracting(FunctionSpec::least).containsExactly(0, 1, 1, 2, 4);
    assertThat(List.of(spec(), spec(a, b), spec(a, k), spec(a, b, k, v))).extracting(FunctionSpec::repeats).containsExactly(0, 0, 1, 2);
  }

  @Test
  void an_argument_belongs_to_a_parameter() {
    assertThat(List.of(0, 1, 2, 3)).extracting(spec(a, b)::parameter).containsExactly(a, b, b, b);
    assertThat(List.of(0, 1, 2, 3)).extracting(spec(a, k)::parameter).containsExactly(a, k, k, k);
    assertThat(List.of(0, 1, 2, 3, 4)).extracting(spec(a, k, v)::parameter).containsExactly(a, k, v, k, v);
    assertThat(List.of(0, 1, 2, 3, 4, 5, 6, 7)).extracting(spec(a, b, k, v)::parameter).containsExactly(a, b, k, v, k, v, k, v);
  }

  @Test
  void types_have_names() {
    assertThat(ParameterType.values()).extracting(ParameterType::label).doesNotHaveDuplicates().contains("String", "Integer", "DateTime").doesNotContain("");
    assertThat(ResultType.values()).extracting(ResultType::label).contains("String", "Number", "Boolean", "DateTime", "Collection", "Any").doesNotContain("");
  }
}
