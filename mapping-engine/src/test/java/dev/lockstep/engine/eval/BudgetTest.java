package dev.lockstep.engine.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.lockstep.engine.Evaluation;
import dev.lockstep.engine.ExpressionCompiler;
import dev.lockstep.engine.context.EvaluationContext;
import dev.lockstep.engine.problem.ProblemCode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Nothing that an administrator can type, and no value, may hang or break an evaluation. */
class BudgetTest {
  private static final EvaluationContext CONTEXT = EvaluationContext.at(Instant.EPOCH, new Random(1));

  private static Evaluation run(String expression, Map<String, Object> source) {
    return assertTimeoutPreemptively(Duration.ofSeconds(10), () -> ExpressionCompiler.compile(expression).evaluate(source, CONTEXT));
  }

  private static String kind(Evaluation evaluation) {
    return switch (evaluation) {
      case Evaluation.Failed(var problem) -> problem.message().contains("longer than 262144") ? "longer" : problem.message();
      case Evaluation.Result _ -> "result";
      case Evaluation.Ignored _ -> "ignored";
    };
  }

  @Test
  void an_evaluation_that_needs_too_many_steps_fails_and_says_so() {
    Evaluation evaluation = run("Replace([x], , \"a.*b|a\", , \"\", , )", Map.of("x", "a".repeat(200_000)));

    assertThat(((Evaluation.Failed) evaluation).problem().code()).isEqualTo(ProblemCode.EVALUATION);
    assertThat(((Evaluation.Failed) evaluation).problem().message()).contains("100000 steps");
  }

  @Test
  void an_argument_is_evaluated_once_however_deep_the_calls_are_nested() {
    for (String nested : List.of("CDate(", "Coalesce(", "Redact(", "CStr(", "DateFromNum(NumFromDate(")) {
      String end = ")".repeat((int) nested.chars().filter(c -> c == '(').count());
      String expression = nested.repeat(80) + "CDate(\"2024-01-02\")" + end.repeat(80);

      assertThat(((Evaluation.Result) run(expression, Map.of())).value().text()).isEqualTo("1/2/2024 12:00:00 AM");
    }
  }

  @Test
  void a_text_cannot_grow_beyond_the_limit() {
    String growing = IntStream.range(0, 100).mapToObj(_ -> "[x]").collect(Collectors.joining(", "));

    assertThat(kind(run("Join(\"\", " + growing + ")", Map.of("x", "y".repeat(10_000))))).isEqualTo("longer");
    assertThat(kind(run("Replace([x], \"y\", , , \"" + "z".repeat(5_000) + "\", , )", Map.of("x", "y".repeat(10_000))))).isEqualTo("longer");
    assertThat(kind(run("Replace([x], , \"y\", , \"$_$_$_\", , )", Map.of("x", "y".repeat(10_000))))).isEqualTo("longer");
    assertThat(kind(run("Split([x], \",\")", Map.of("x", "ab,".repeat(200_000))))).isEqualTo("longer");
    assertThat(kind(run("Append([x], \"\")", Map.of("x", "y".repeat(300_000))))).isEqualTo("longer");
  }

  @Test
  void the_longest_and_deepest_expressions_run() {
    String wide = "Join(\"\"" + ",[a]".repeat(2_400) + ")";
    String deep = "Append(".repeat(255) + "[a]" + ",\"b\")".repeat(255);

    assertThat(kind(run(wide, Map.of("a", "x")))).isEqualTo("result");
    assertThat(kind(run(deep, Map.of("a", "x")))).isEqualTo("result");
  }

  @Test
  void any_value_gives_a_result_or_a_declared_failure() {
    Random random = new Random(42);
    List<String> expressions = dev.lockstep.engine.Vectors.expressions().stream().filter(text -> ExpressionCompiler.check(text).isEmpty()).toList();
    List<Object> values = List.of("", "True", "x,y", "-5", "1e9", "9".repeat(50), "\ud83d", "2024-01-01", 1, -1L, Double.NaN, 1e300, true, List.of(), List.of("a", 1),
        List.of(Map.of("value", "r")), Map.of("a", 1), Instant.EPOCH);
    for (String expression : expressions) {
      var compiled = ExpressionCompiler.compile(expression);
      for (int i = 0; i < 60; i++) {
        Map<String, Object> source = new HashMap<>();
        compiled.attributes().forEach(name -> source.put(name, random.nextInt(6) == 0 ? null : values.get(random.nextInt(values.size()))));
        assertThat(compiled.evaluate(source, CONTEXT)).isNotNull();
      }
    }
  }

  @Test
  void one_compiled_expression_serves_many_threads() {
    var compiled = ExpressionCompiler.compile("Replace(ToLower([x]), , \"(?<n>\\\\d+)\", , \"<${n}>\", , )");

    List<String> results = IntStream.range(0, 20_000).parallel()
        .mapToObj(i -> ((Evaluation.Result) compiled.evaluate(Map.of("x", "USER" + i), CONTEXT)).value().text()).toList();

    assertThat(results).isEqualTo(IntStream.range(0, 20_000).mapToObj(i -> "user<" + i + ">").toList());
  }

  /** Forty gigabytes, if they were written before they were refused. */
  @Test
  void a_text_is_refused_before_it_is_built() {
    Map<String, Object> source = Map.of("x", "y".repeat(200_000), "r", "z".repeat(200_000), "l", java.util.Collections.nCopies(200_000, "z".repeat(200_000)));

    for (String expression : List.of("Replace([x], \"y\", , , [r], , )", "Replace([x], , \"y\", , [r], , )", "Replace([x], , \"(?<g>y)\", \"g\", [r], , )",
        "Join(\"\", [l])", "Join([r], [x], [x], \"a\")")) {
      assertThat(kind(run(expression, source))).as(expression).isEqualTo("longer");
    }
  }

  @Test
  void steps_are_counted_exactly() {
    // Each call costs one step and one for every 256 characters of its result, the attribute one.
    assertThat(kind(run(nested("StripSpaces", 123), Map.of("x", "y".repeat(812 * 256))))).isEqualTo("result");
    assertThat(kind(run(nested("StripSpaces", 123), Map.of("x", "y".repeat(813 * 256))))).contains("100000 steps");
    assertThat(kind(run(nested("StripSpaces", 100), Map.of("x", "y".repeat(999 * 256))))).contains("100000 steps");
    assertThat(kind(run(nested("StripSpaces", 100), Map.of("x", "y".repeat(4_000))))).isEqualTo("result");
  }

  @Test
  void work_that_no_result_shows_is_charged_too() {
    Map<String, Object> source = Map.of("x", "a".repeat(262_144), "y", "a".repeat(15) + "b", "d", "-".repeat(320), "p", "a?".repeat(2_400));

    assertThat(kind(run(times(30, "InStr([x], [y])"), source))).contains("100000 steps");
    assertThat(kind(run(times(30, "Len(PCase([x], [d]))"), source))).contains("100000 steps");
    assertThat(kind(run(times(30, "Word([x], 2, [d])"), source))).contains("100000 steps");
    assertThat(kind(run(times(12, "Replace(\"b\", , [p], , \"\", , )"), source))).contains("100000 steps");
    assertThat(kind(run(times(12, "InStr([d], [y])"), source))).isEqualTo("result");
  }

  private static String times(int count, String call) {
    return "Join(\"\"" + (", " + call).repeat(count) + ")";
  }

  @Test
  void the_longest_text_is_one_of_256_kib() {
    for (String expression : List.of("StripSpaces([x])", "Append([x], \"\")", "Split([x], \",\")", "Replace([x], \"a\", , , \"b\", , )", "Join(\"\", [x], \"\")")) {
      assertThat(kind(run(expression, Map.of("x", "y".repeat(262_144))))).as(expression).isEqualTo("result");
      assertThat(kind(run(expression, Map.of("x", "y".repeat(262_145))))).as(expression).isEqualTo("longer");
    }
    assertThat(kind(run("[x]", Map.of("x", List.of("y".repeat(262_143), 7))))).isEqualTo("result");
    assertThat(kind(run("[x]", Map.of("x", List.of("y".repeat(262_143), 7, 8))))).isEqualTo("longer");
  }

  @Test
  void a_failure_points_to_the_argument_that_failed() {
    assertThat(place("Append([x], \"a\")", Map.of("x", List.of(1, 2)))).isEqualTo("[x]");
    assertThat(place("Append(\"a\", ToLower([x]))", Map.of("x", List.of(1, 2)))).isEqualTo("[x]");
    assertThat(place("Append(\"a\", Mid(\"b\", [n], 1))", Map.of())).isEqualTo("[n]");
    assertThat(place("Append(\"a\", DefaultDomain())", Map.of())).isEqualTo("DefaultDomain()");
    assertThat(place("SelectUniqueValue(\"a\", \"b\")", Map.of())).isEqualTo("SelectUniqueValue(\"a\", \"b\")");
    assertThat(place("RandomString(1,0,0,0,2)", Map.of())).isEqualTo("1");
    assertThat(place("RandomString(3,0,-1,0,0)", Map.of())).isEqualTo("-1");
    assertThat(place("Replace(\"a\", [e], , , \"b\", , )", Map.of("e", ""))).isEqualTo("[e]");
    assertThat(place("IIF([x] = \"a\", 1, 2)", Map.of("x", List.of(1, 2)))).isEqualTo("[x] = \"a\"");
  }

  private static String nested(String function, int calls) {
    return (function + '(').repeat(calls) + "[x]" + ")".repeat(calls);
  }

  private static String place(String expression, Map<String, Object> source) {
    EvaluationContext taken = CONTEXT.withTaken((_, _) -> true);
    var problem = ((Evaluation.Failed) ExpressionCompiler.compile(expression).evaluate(source, taken)).problem();
    return expression.substring(problem.position(), problem.position() + problem.length());
  }
}
