package dev.lockstep.engine.function;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.Evaluation;
import dev.lockstep.engine.ExpressionCompiler;
import dev.lockstep.engine.context.EvaluationContext;
import java.time.Instant;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class FunctionCatalogTest {
  private final EvaluationContext context = EvaluationContext.at(Instant.parse("2026-07-02T15:33:38Z"), new Random(3)).withDefaultDomain("example.com");

  @Test
  void these_are_the_functions() {
    assertThat(FunctionCatalog.all()).extracting(FunctionSpec::name).containsExactly(
        "AppRoleAssignments", "AppRoleAssignmentsComplex", "Append", "AssertiveAppRoleAssignmentsComplex", "BitAnd", "CBool", "CDate", "CStr", "Coalesce",
        "ConvertToBase64", "ConvertToUTF8Hex", "Count", "DateAdd", "DateDiff", "DateFromNum", "DefaultDomain", "FormatDateTime", "Guid", "IIF",
        "IgnoreFlowIfNullOrEmpty", "InStr", "IsNull", "IsNullOrEmpty", "IsPresent", "IsString", "Item", "Join", "Left", "Len", "Mid", "NormalizeDiacritics",
        "Not", "Now", "NumFromDate", "PCase", "RandomString", "Redact", "RemoveDuplicates", "Replace", "SelectUniqueValue", "SingleAppRoleAssignment", "Split",
        "StripSpaces", "Switch", "ToLower", "ToUpper", "Word");
  }

  @TestFactory
  Stream<DynamicTest> every_example_gives_what_it_says() {
    return FunctionCatalog.all().stream().flatMap(spec -> spec.examples().stream()
        .map(example -> DynamicTest.dynamicTest(example.expression(), () -> {
          Evaluation evaluation = ExpressionCompiler.compile(example.expression()).evaluate(example.attributes(), context);
          assertThat(evaluation).isInstanceOf(Evaluation.Result.class);
          Evaluation.Result result = (Evaluation.Result) evaluation;
          String shown = result.value().json() == null ? null : new Evaluation.Result(result.value(), false).log();
          assertThat(shown).isEqualTo(example.result());
          assertThat(example.expression()).contains(spec.name());
        })));
  }

  @Test
  void every_function_is_documented() {
    assertThat(FunctionCatalog.all()).allSatisfy(spec -> {
      assertThat(spec.sentence()).endsWith(".").hasSizeGreaterThan(20);
      assertThat(spec.examples()).hasSizeGreaterThanOrEqualTo(2);
      assertThat(spec.signature()).startsWith(spec.name() + "(");
    });
  }
}
