package dev.lockstep.engine.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.CompiledExpression;
import dev.lockstep.engine.Evaluation;
import dev.lockstep.engine.ExpressionCompiler;
import dev.lockstep.engine.context.EvaluationContext;
import dev.lockstep.engine.function.FunctionCatalog;
import dev.lockstep.engine.function.FunctionSpec;
import dev.lockstep.engine.syntax.Parser;
import dev.lockstep.engine.syntax.Printer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random calls of all functions on random sources. */
class AnyExpressionTest {
  private static final List<String> NAMES = List.of("a", "b", "c", "d");
  private static final List<String> TEXTS = List.of("", "d", "ww", "yyyy-MM-dd", "2024-02-29", "True", "tr-TR", ",", "(?<n>a+)", "(?=a)(a*)*", "n", "${n}", "1", "7.5");
  private static final List<Object> VALUES = Arrays.asList(null, "", "x", "2024-02-29T10:00:00Z", "a".repeat(3_000), "\ud83d", "42", 42, -1L, 1.5, Double.NaN, true, List.of(),
      List.of("a", "b"), Arrays.asList("a", null, 3), List.of(Map.of("value", "Admin")), Map.of("k", "v"), Instant.EPOCH);
  private final Random random = new Random(77);

  @Test
  void an_evaluation_gives_a_value_or_a_declared_outcome_and_never_throws() {
    int values = 0;
    int failures = 0;
    for (int i = 0; i < 6_000; i++) {
      String text = expression(3);
      if (!ExpressionCompiler.check(text).isEmpty()) {
        continue;
      }
      CompiledExpression expression = ExpressionCompiler.compile(text);
      Map<String, Object> source = new HashMap<>();
      NAMES.forEach(name -> source.put(name, VALUES.get(random.nextInt(VALUES.size()))));
      EvaluationContext context = EvaluationContext.at(Instant.EPOCH, new Random(i)).withDefaultDomain("example.com").withTaken((_, _) -> random.nextBoolean());
      switch (expression.evaluate(source, context)) {
        case Evaluation.Result result -> {
          values++;
          assertThat(String.valueOf(result.answer()) + result.log()).isNotNull();
        }
        case Evaluation.Failed(var problem) -> {
          failures++;
          assertThat(problem.message()).isNotBlank();
          assertThat(problem.position() + problem.length()).isLessThanOrEqualTo(text.length());
        }
        case Evaluation.Ignored _ -> assertThat(text).contains("IgnoreFlowIfNullOrEmpty");
      }
      String printed = Printer.print(expression.tree());
      assertThat(Printer.print(Parser.parse(printed, new ArrayList<>()).orElseThrow())).isEqualTo(printed);
    }
    assertThat(values).isGreaterThan(800);
    assertThat(failures).isGreaterThan(800);
  }

  private String expression(int depth) {
    int kind = random.nextInt(depth == 0 ? 4 : 9);
    if (kind < 2) {
      return '[' + NAMES.get(random.nextInt(NAMES.size())) + ']';
    }
    if (kind == 2) {
      return Printer.quote(TEXTS.get(random.nextInt(TEXTS.size())));
    }
    return kind == 3 ? Integer.toString(random.nextInt(-2, 40)) : call(depth);
  }

  private String call(int depth) {
    FunctionSpec spec = FunctionCatalog.all().get(random.nextInt(FunctionCatalog.all().size()));
    List<String> arguments = new ArrayList<>();
    for (int i = 0; i < spec.parameters().size() + spec.repeats() * random.nextInt(2); i++) {
      String argument = !spec.parameter(i).required() && random.nextBoolean() ? "" : switch (spec.parameter(i).type()) {
        case INTERVAL -> "\"d\"";
        case DATE_FORMAT -> "\"yyyy-MM-dd\"";
        case CULTURE -> "\"tr\"";
        case COMPARE -> "vbTextCompare";
        case DATE_STYLES -> "\"None\"";
        case ROLES -> "[c]";
        case CONDITION -> random.nextBoolean() ? expression(depth - 1) + " <> " + expression(0) : expression(depth - 1);
        case TEXT, INTEGER, DATE, ANY, LIST, REGEX -> expression(depth - 1);
      };
      arguments.add(argument);
    }
    return spec.name() + '(' + String.join(", ", arguments) + ')';
  }
}
