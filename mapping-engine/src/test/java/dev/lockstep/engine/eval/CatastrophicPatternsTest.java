package dev.lockstep.engine.eval;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.lockstep.engine.ExpressionCompiler;
import dev.lockstep.engine.context.EvaluationContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Patterns that hang other engines, on short and on long texts. */
class CatastrophicPatternsTest {
  private static final EvaluationContext CONTEXT = EvaluationContext.at(Instant.EPOCH, new Random(1));

  @ParameterizedTest
  @ValueSource(strings = {"(a+)+$", "(a|aa)+$", "(a|a?)+$", "(.*a){20}$", "^(([a-z])+.)+[A-Z]([a-z])+$", "(x+x+)+y", "((a*)*)*b", "(a?){30}a{30}", "a.*b|a", "(\\w*\\w*\\w*)*!",
      "(?=)(a+)+$", "(?=(a|aa)+$)", "(?=)(a|a?)+$", "(?=)(.*a){20}$", "(?=)((a*)*)*b", "(?=)(\\w*\\w*\\w*)*!", "(a*)\\1*\\1*b", "(?:(?=a)a|(?=a)a)*b",
      "(?<=(a+)+)!", "(?<!(x*)*y)z", "(?=)(?:|){60}(?!)", "(?:(?:(?:){60})*){60}(?!)", "(?>(a+)+)b", "\\b(\\w+\\s?)*é",
      "([a-zA-Z0-9])(([\\-.]|[_]+)?([a-zA-Z0-9]+))*(@){1}[a-z0-9]+[.]{1}(([a-z]{2,3})|([a-z]{2,3}[.]{1}[a-z]{2,3}))$"})
  void a_catastrophic_pattern_ends_soon(String pattern) {
    String expression = "Replace([x], , \"" + pattern.replace("\\", "\\\\") + "\", , \"\", , )";
    for (String text : List.of("", "a".repeat(40) + "!", "a".repeat(200_000) + "!", "x".repeat(5_000), "ä ".repeat(2_000))) {
      assertTimeoutPreemptively(Duration.ofSeconds(10), () -> ExpressionCompiler.compile(expression).evaluate(Map.of("x", text), CONTEXT));
    }
  }
}
