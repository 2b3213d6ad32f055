package dev.lockstep.engine.fuzz;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lockstep.engine.Evaluation;
import dev.lockstep.engine.ExpressionCompiler;
import dev.lockstep.engine.context.EvaluationContext;
import dev.lockstep.engine.scope.Clause;
import dev.lockstep.engine.scope.FilterGroup;
import dev.lockstep.engine.scope.FilterProblems;
import dev.lockstep.engine.scope.ScopingFilter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;

class RegexFuzzTest {
  private static final EvaluationContext CONTEXT = EvaluationContext.at(Instant.EPOCH, new Random(1));

  /** Any pattern, text and replacement give a value or a declared failure, in bounded time. */
  @FuzzTest(maxDuration = "10m")
  void any_pattern_is_matched_or_refused_in_bounded_time(FuzzedDataProvider data) {
    String pattern = data.consumeString(120);
    String replacement = data.consumeString(20);
    String group = data.consumeString(8);
    String text = data.consumeString(60);
    String source = text.repeat(data.consumeInt(1, 400));
    Map<String, Object> attributes = Map.of("s", source, "p", pattern, "r", replacement, "g", group);
    Expect.soon(() -> evaluate("Replace([s], , [p], , [r], , )", attributes));
    Expect.soon(() -> evaluate("Replace([s], , [p], [g], [r], , )", attributes));
    Expect.soon(() -> evaluate("Replace([none], , [p], [g], , [s], )", attributes));
    Expect.soon(() -> filter(pattern, source));
  }

  private static void evaluate(String expression, Map<String, Object> attributes) {
    switch (ExpressionCompiler.compile(expression).evaluate(attributes, CONTEXT)) {
      case Evaluation.Result(var value, boolean _) -> Expect.that(value.text() == null || value.text().length() <= 256 * 1024, "a text that is too long");
      case Evaluation.Failed(var problem) -> Expect.that(!problem.message().isEmpty(), "a failure without a message");
      case Evaluation.Ignored _ -> Expect.that(false, "nothing asks to leave the value out");
    }
  }

  private static void filter(String pattern, String source) {
    try {
      ScopingFilter.of(List.of(new FilterGroup("", List.of(new Clause("s", "REGEX MATCH", List.of(pattern)))))).matches(Map.of("s", source));
    } catch (FilterProblems refused) {
      Expect.that(!refused.problems().isEmpty(), "a refusal without a reason");
    }
  }
}
