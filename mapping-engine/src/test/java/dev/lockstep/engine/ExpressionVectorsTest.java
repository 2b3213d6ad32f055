package dev.lockstep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.context.EvaluationContext;
import dev.lockstep.engine.problem.ExpressionProblems;
import dev.lockstep.engine.value.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every vector of expressions.json, none skipped. */
class ExpressionVectorsTest {
  private static final Set<String> ANY_ORDER =
      Set.of("RemoveDuplicates", "AppRoleAssignmentsComplex", "AssertiveAppRoleAssignmentsComplex", "AppRoleAssignments");

  @TestFactory
  Stream<DynamicTest> each_vector_gives_the_published_result() {
    return Vectors.read("expressions.json").stream().map(vector -> DynamicTest.dynamicTest((String) vector.get("id"), () -> run(vector)));
  }

  @SuppressWarnings("unchecked")
  static void run(Map<String, Object> vector) {
    Object expected = vector.get("expected");
    Map<String, Object> context = (Map<String, Object>) vector.getOrDefault("context", Map.of());
    List<String> taken = (List<String>) context.getOrDefault("takenTargetValues", List.of());
    EvaluationContext world = EvaluationContext.at(Instant.parse("2026-07-02T15:33:38Z"), new Random(7))
        .withDefaultDomain((String) context.get("defaultDomain"))
        .withTaken((target, value) -> taken.contains(value));
    Evaluation evaluation;
    try {
      evaluation = ExpressionCompiler.compile(Vectors.expression(vector)).evaluate((Map<String, Object>) vector.get("attributes"), world);
    } catch (ExpressionProblems problems) {
      assertThat(problems.problems()).isNotEmpty();
      assertThat(expected).as(problems.getMessage()).isEqualTo(Map.of("error", problems.problems().getFirst().code().key()));
      return;
    }
    switch (evaluation) {
      case Evaluation.Ignored _ -> assertThat(expected).isEqualTo(Map.of("ignored", true));
      case Evaluation.Failed(var problem) -> assertThat(expected).as(problem.explain()).isEqualTo(Map.of("error", problem.code().key()));
      case Evaluation.Result result -> {
        compare(vector, expected, result.value());
        if (vector.containsKey("expectedLog")) {
          assertThat(result.log()).isEqualTo(vector.get("expectedLog"));
        }
        assertThat(result.answer() instanceof Number).isFalse();
      }
    }
  }

  private static void compare(Map<String, Object> vector, Object expected, Value value) {
    switch (expected) {
      case null -> assertThat(value).isEqualTo(Value.NOTHING);
      case Boolean flag -> assertThat(value.text()).isEqualTo(flag ? "True" : "False");
      case String text -> assertThat(value.text()).isEqualTo(text);
      case List<?> items when ANY_ORDER.contains((String) vector.get("function")) ->
          assertThat((List<?>) value.json()).usingRecursiveComparison().ignoringCollectionOrder().isEqualTo(new ArrayList<>(items));
      case List<?> items -> assertThat(value.json()).isEqualTo(items);
      case Map<?, ?> fields when !fields.containsKey("matches") -> assertThat(value.json()).isEqualTo(fields);
      case Map<?, ?> map -> assertThat(value.text()).matches((String) map.get("matches"));
      default -> throw new IllegalStateException("An expectation of a new kind: " + expected);
    }
  }
}
