package dev.lockstep.engine.fuzz;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lockstep.engine.CompiledExpression;
import dev.lockstep.engine.Evaluation;
import dev.lockstep.engine.ExpressionCompiler;
import dev.lockstep.engine.context.EvaluationContext;
import dev.lockstep.engine.function.FunctionCatalog;
import dev.lockstep.engine.function.FunctionSpec;
import dev.lockstep.engine.problem.ExpressionProblems;
import dev.lockstep.engine.syntax.Printer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

class EvaluatorFuzzTest {
  private static final List<String> NAMES = List.of("a", "b", "c", "d");
  private static final List<String> SIGNS = List.of("=", "<>", ">", ">=", "<", "<=");
  private static final List<String> TEXTS = List.of("", "d", "yyyy", "ww", "yyyy-MM-dd", "2024-02-29T10:00:00Z", "True", "tr-TR", ",", "(?<n>\\w+)", "n", "${n}", "1", "-1");

  /** Any call of any functions on any attributes gives a value, is left out, or fails as declared. */
  @FuzzTest(maxDuration = "10m")
  void any_expression_on_any_source_gives_a_declared_outcome(FuzzedDataProvider data) {
    Map<String, @Nullable Object> attributes = new HashMap<>();
    NAMES.forEach(name -> attributes.put(name, value(data, 2)));
    String text = expression(data, 4);
    CompiledExpression expression;
    try {
      expression = ExpressionCompiler.compile(text);
    } catch (ExpressionProblems refused) {
      Expect.that(!refused.problems().isEmpty(), "a refusal without a reason");
      return;
    }
    EvaluationContext context = EvaluationContext.at(Instant.ofEpochSecond(1_800_000_000), new Random(3))
        .withDefaultDomain("example.com").withTaken((target, value) -> value.length() % 2 == 0);
    Expect.soon(() -> evaluate(expression, attributes, context));
  }

  private static void evaluate(CompiledExpression expression, Map<String, @Nullable Object> attributes, EvaluationContext context) {
    String text = expression.text();
    switch (expression.evaluate(attributes, context)) {
      case Evaluation.Result result -> {
        result.answer();
        result.log();
        result.value().json();
      }
      case Evaluation.Failed(var problem) ->
          Expect.that(problem.position() >= 0 && problem.position() + problem.length() <= text.length(), "a place outside the text");
      case Evaluation.Ignored _ -> Expect.that(text.contains("IgnoreFlowIfNullOrEmpty"), "nothing asks to leave the value out");
    }
  }

  private static String expression(FuzzedDataProvider data, int depth) {
    return switch (data.consumeInt(0, depth == 0 ? 3 : 9)) {
      case 0 -> '[' + data.pickValue(NAMES) + ']';
      case 1 -> Printer.quote(data.pickValue(TEXTS));
      case 2 -> Printer.quote(data.consumeString(24));
      case 3 -> data.consumeBoolean() ? Integer.toString(data.consumeInt()) : Integer.toString(data.consumeInt(0, 40));
      case 4 -> expression(data, depth - 1) + data.pickValue(SIGNS) + expression(data, depth - 1);
      default -> call(data, depth);
    };
  }

  private static String call(FuzzedDataProvider data, int depth) {
    FunctionSpec spec = data.pickValue(FunctionCatalog.all());
    int count = spec.parameters().size() + (spec.repeats() > 0 ? spec.repeats() * data.consumeInt(0, 2) : 0);
    List<String> arguments = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean optional = !spec.parameter(i).required();
      arguments.add(optional && data.consumeBoolean() ? " " : expression(data, depth - 1));
    }
    return spec.name() + '(' + String.join(", ", arguments) + ')';
  }

  private static @Nullable Object value(FuzzedDataProvider data, int depth) {
    return switch (data.consumeInt(0, depth == 0 ? 6 : 8)) {
      case 0 -> null;
      case 1 -> data.consumeString(40);
      case 2 -> data.consumeInt();
      case 3 -> data.consumeBoolean();
      case 4 -> data.consumeDouble();
      case 5 -> data.consumeString(20).repeat(data.consumeInt(0, 2_000));
      case 6 -> data.consumeLong();
      case 7 -> {
        List<@Nullable Object> items = new ArrayList<>();
        for (int i = data.consumeInt(0, 3); i > 0; i--) {
          items.add(value(data, depth - 1));
        }
        yield items;
      }
      default -> {
        Map<String, @Nullable Object> fields = new HashMap<>();
        for (int i = data.consumeInt(0, 3); i > 0; i--) {
          fields.put(data.consumeBoolean() ? "value" : data.consumeString(8), value(data, depth - 1));
        }
        yield fields;
      }
    };
  }
}
