package dev.lockstep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.problem.Problem;
import dev.lockstep.engine.problem.ProblemCode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemsTest {

  @Test
  void all_problems_are_found_at_once_in_order() {
    List<Problem> problems = ExpressionCompiler.check("Join(Lowr([a]), Mid([b], 1), Replace([c], , \"(x\", , \"\", , ), 3 4, SelectUniqueValue([a],[b]), Left([x], \"two\"))");

    assertThat(problems).extracting(Problem::code).containsExactly(ProblemCode.UNKNOWN_FUNCTION, ProblemCode.ARITY, ProblemCode.EVALUATION, ProblemCode.SYNTAX,
        ProblemCode.PLACEMENT, ProblemCode.EVALUATION);
    assertThat(problems).extracting(Problem::position).containsExactly(5, 16, 45, 63, 66, 104);
  }

  @Test
  void a_problem_shows_its_place_with_a_caret_and_what_was_meant() {
    Problem problem = ExpressionCompiler.check("Append(\n  Swicth([a], , \"x\", \"y\"), \"z\")").getFirst();

    assertThat(problem.explain()).isEqualTo("""
        unknown-function: There is no function Swicth. Did you mean Switch?
          Swicth([a], , "x", "y"), "z")
          ^^^^^^""");
  }

  @Test
  void a_mistake_in_a_pattern_is_shown_inside_the_pattern() {
    Problem problem = ExpressionCompiler.check("Replace([a], , \"\\\\d+(?(x))\", , \"\", , )").getFirst();

    assertThat(problem.caret()).isEqualTo("""
        Replace([a], , "\\\\d+(?(x))", , "", , )
                            ^""");
    assertThat(problem.message()).contains("regexPattern of Replace", "Conditional groups");
  }

  @Test
  void the_caret_is_found_in_a_very_long_line() {
    Problem problem = ExpressionCompiler.check("Append(\"" + "x".repeat(5_000) + "\", Lwft([a], 1))").getFirst();

    String[] lines = problem.caret().split("\n");
    assertThat(lines[0]).hasSizeLessThan(110);
    assertThat(lines[0].substring(lines[1].indexOf('^'))).startsWith("Lwft");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
      "Tolower([a])|ToLower",
      "switch([a], , \"x\", \"y\")|Switch",
      "Lower([a])|ToLower",
      "ISNULL([a])|IsNull",
      "Concat([a],[b])|null",
      "InStr([a], \"b\", 1, vbTextCompar)|vbTextCompare",
      "Append([a], mail)|[mail]",
  })
  void a_near_miss_is_named(String text, String suggestion) {
    assertThat(String.valueOf(ExpressionCompiler.check(text).getFirst().suggestion())).isEqualTo(suggestion);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
      "Append([a], 'x')|syntax",
      "Append([a] [b])|syntax",
      "Append([a|syntax",
      "[]|syntax",
      "(|syntax",
      ")|syntax",
      "Append|syntax",
      "Append(&HG, \"\")|syntax",
      "Len(1.2.3)|syntax",
      "IIF([a] == \"x\", 1, 2)|syntax",
      "[a] = \"b\"|placement",
      "Append([a] = \"b\", \"c\")|placement",
      "IIF(IgnoreFlowIfNullOrEmpty([a]), 1, 2)|placement",
      "Append(vbTextCompare, \"x\")|placement",
      "IgnoreFlowIfNullOrEmpty(SelectUniqueValue([a], [b]))|placement",
      "Append(, \"x\")|arity",
      "Append([a],)|arity",
      "Append([a], \"b\", \"c\")|arity",
      "Now(1)|arity",
      "Switch([a], \"d\")|arity",
      "Switch([a], \"d\", \"k\", \"v\", \"k\")|arity",
      "SelectUniqueValue([a])|arity",
      "Replace([a], \"b\", , , , , )|arity",
      "Replace([a], , , , \"x\", , )|arity",
      "Replace([a], , \"(?<g>x)\", \"g\", , , )|arity",
      "Replace([a], , \"(?<g>x)\", \"h\", \"y\", , )|evaluation",
      "Replace([a], , \"(?(x)y)\", , \"y\", , )|evaluation",
      "Replace([a], , 7, , \"y\", , )|evaluation",
      "FormatDateTime([a], , \"yyyy'\", \"yyyy\")|evaluation",
      "FormatDateTime([a], \"Sloppy\", \"yyyy\", \"yyyy\")|evaluation",
      "DateAdd(\"q\", 1, [d])|evaluation",
      "ToLower([a], \"not a culture\")|evaluation",
      "Mid([a], 1.5, 2)|evaluation",
      "Mid([a], Now(), 2)|evaluation",
      "Left([a], IsNull([b]))|evaluation",
      "DateAdd(\"d\", 1, \"tomorrow\")|evaluation",
      "DateDiff(\"d\", Len([a]), Now())|evaluation",
      "IIF(Now(), 1, 2)|evaluation",
      "DateDiff(\"d\", IsNull([a]), Now())|evaluation",
      "ToLower([a], Now())|evaluation",
      "ToLower([a], Len([b]))|evaluation",
      "SingleAppRoleAssignment(Split([a], \",\"))|evaluation",
      "AppRoleAssignmentsComplex(\"x\")|evaluation",
  })
  void a_wrong_expression_is_refused_before_it_runs(String text, String code) {
    assertThat(ExpressionCompiler.check(text)).first().extracting(problem -> problem.code().key()).isEqualTo(code);
    assertThat(ExpressionCompiler.check(text)).allSatisfy(problem -> assertThat(problem.message()).matches("[A-Za-z&%\\\\].*[.!?]"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
      "Append([a], \"b\",)",
      "Switch([a], , \"k\", \"v\",)",
      "FormatDateTime([a], \"yyyy\", \"MM\")",
      "InStr([a], \"b\", , vbBinaryCompare)",
      "InStr([a], \"b\", 1, \"vbTextCompare\")",
      "Join(\",\", [a], , [b])",
      "7",
      "\"text\"",
      "[a b/c]",
  })
  void what_exports_contain_is_accepted(String text) {
    assertThat(ExpressionCompiler.check(text)).isEmpty();
  }

  @Test
  void calls_may_be_nested_256_deep_and_no_deeper() {
    assertThat(ExpressionCompiler.check("ToLower(".repeat(256) + "[a]" + ")".repeat(256))).isEmpty();
    assertThat(ExpressionCompiler.check("ToLower(".repeat(257) + "[a]" + ")".repeat(257))).singleElement()
        .extracting(Problem::code).isEqualTo(ProblemCode.SYNTAX);
    assertThat(ExpressionCompiler.check("(".repeat(9_000))).isNotEmpty();
  }

  @Test
  void a_text_that_is_not_closed_still_shows_its_other_mistakes() {
    assertThat(ExpressionCompiler.check("Apend([a], Tolower([b]")).extracting(Problem::suggestion).containsExactly("Append", null, "ToLower", null);
    assertThat(ExpressionCompiler.check("Apend(‘x’, Len())")).extracting(problem -> problem.code().key())
        .containsExactly("unknown-function", "syntax", "syntax", "arity");
    assertThat(ExpressionCompiler.check("Append([a], \"x)")).extracting(problem -> problem.code().key()).containsExactly("syntax");
    assertThat(ExpressionCompiler.check("Append(")).extracting(problem -> problem.code().key()).containsExactly("syntax");
    assertThat(ExpressionCompiler.check("Append([a], [b]) = ")).extracting(problem -> problem.code().key()).containsExactly("syntax");
  }

  @Test
  void a_text_of_mistakes_is_answered_with_the_first_ones() {
    assertThat(ExpressionCompiler.check("’".repeat(10_000))).hasSize(500);
    assertThat(ExpressionCompiler.check("x".repeat(9_990) + "([a])").getFirst().suggestion()).isNull();
  }
}
