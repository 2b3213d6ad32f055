package dev.lockstep.engine.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.Evaluation;
import dev.lockstep.engine.ExpressionCompiler;
import dev.lockstep.engine.context.EvaluationContext;
import dev.lockstep.engine.problem.ExpressionProblems;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The branches that neither vectors nor examples reach. {@code null} is no value, {@code !} a failure, {@code ~} left out of the flow. */
class FunctionBranchesTest {
  private static final Map<String, Object> SOURCE = new HashMap<>();

  static {
    SOURCE.put("text", "Ann Lee");
    SOURCE.put("empty", "");
    SOURCE.put("none", null);
    SOURCE.put("number", 42);
    SOURCE.put("real", 1.5);
    SOURCE.put("yes", true);
    SOURCE.put("list", Arrays.asList("b", "a", null, "b"));
    SOURCE.put("one", List.of("x"));
    SOURCE.put("nothing", List.of());
    SOURCE.put("object", Map.of("value", "v"));
    SOURCE.put("emoji", "a🙂b");
    SOURCE.put("roles", List.of(Map.of("displayName", "D"), Map.of("id", "7"), "Plain"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '\0', ignoreLeadingAndTrailingWhitespace = false, value = {
      "Append([none], \".x\")|.x",
      "Append([list], \"x\")|!",
      "Append([one], \"y\")|xy",
      "Append([object], \"y\")|!",
      "Append([nothing], \"y\")|y",
      "Append([real], [yes])|1.5True",
      "ToLower([none])|null",
      "ToLower([text], [empty])|!",
      "ToUpper(\"ı\")|ı",
      "ToUpper(\"ı\", \"tr\")|I",
      "ToLower(\"İ\")|İ",
      "ToUpper([emoji])|A🙂B",
      "PCase([none])|null",
      "PCase(\"o'NEIL mcX\", [none])|O'Neil Mcx",
      "StripSpaces([none])|null",
      "NormalizeDiacritics([none])|null",
      "NormalizeDiacritics(\"Ångström İstanbul œuvre ẞ\")|Angstrom Istanbul œuvre SS",
      "NormalizeDiacritics(\"o\u0304\u0301 e\u030a\u0304\")|o e",
      "Mid([text], 0, 2)|!",
      "Mid([text], 1, -1)|!",
      "Mid([none], 1, 2)|null",
      "Mid([text], 99, 2)|",
      "Mid([text], \"x\", 2)|!",
      "Mid([text], [none], 2)|!",
      "Mid([text], [real], 2)|!",
      "Mid([text], 2147483648, 2)|",
      "Mid([emoji], 1, 2)|a",
      "Mid([emoji], 3, 2)|b",
      "Left([emoji], 3)|a🙂",
      "Len([list])|!",
      "Len([number])|2",
      "InStr([text], \"z\")|0",
      "InStr([text], \"E\")|0",
      "InStr([text], \"LEE\", 1, vbTextCompare)|5",
      "InStr([text], \"\")|1",
      "InStr([text], \"A\", 0)|!",
      "InStr([text], \"A\", 99)|0",
      "InStr([none], \"A\")|0",
      "Word(\"--a--b\", 2, \"-\")|b",
      "Word([text], -1, \" \")|",
      "Word([text], 1, \"\")|Ann Lee",
      "Join(\",\", [none], [none])|null",
      "Join(\",\", [none], [empty])|",
      "Join(\",\", [list], [number])|b,a,b,42",
      "Join(\",\", [object])|!",
      "Join([none], \"a\", \"b\")|ab",
      "Split([none], \",\")|null",
      "Split([empty], \",\")|[]",
      "Split(\"a,,b,\", \",\")|[a, b]",
      "Split(\"a::b\", \"::\")|[a, b]",
      "Split([text], [empty])|!",
      "Count([one])|1",
      "Count([text])|1",
      "Count([nothing])|0",
      "Item([list], 0)|!",
      "Item([text], 1)|Ann Lee",
      "Item([none], 1)|null",
      "Item([list], 3)|b",
      "RemoveDuplicates([none])|null",
      "RemoveDuplicates([text])|[Ann Lee]",
      "BitAnd([text], 1)|!",
      "BitAnd([real], 1)|!",
      "BitAnd([none], 1)|!",
      "BitAnd(-1, &HFF)|255",
      "CStr([none])|null",
      "CStr([real])|1.5",
      "CBool([none])|False",
      "CBool(\"true\")|True",
      "CBool(\"0\")|False",
      "CBool(\"2\")|True",
      "CBool([text])|False",
      "CBool(1 < 2)|True",
      "CBool(\"10\" > \"9\")|True",
      "CBool(\"b\" > \"a\")|True",
      "CBool(\"b\" <= \"a\")|False",
      "CBool([yes] = \"true\")|True",
      "CBool([yes] <> \"False\")|True",
      "CBool(\"007\" = \"7\")|False",
      "CBool(\"007\" = 7)|True",
      "CBool([one] = \"x\")|True",
      "CBool([list] = \"x\")|!",
      "CBool([none] <> \"x\")|False",
      "CBool([empty] = \"\")|False",
      "CBool(Coalesce([none]) = \"\")|True",
      "CBool(CDate(\"2024-01-02\") >= CDate(\"1/2/2024\"))|True",
      "CBool(Now() > CDate(\"2024-01-02\"))|True",
      "IIF([none], 1, 2)|2",
      "IIF([text], 1, 2)|!",
      "IIF([number], 1, 2)|1",
      "IIF(IsPresent([text]), \"y\", \"n\")|y",
      "IIF(IsNullOrEmpty([none]), \"y\", \"n\")|y",
      "Switch([none], \"d\", \"\", \"blank\")|blank",
      "Switch([number], \"d\", \"42\", \"hit\")|hit",
      "Switch([number], \"d\", 42, \"hit\")|hit",
      "Switch([list], \"d\", \"a\", \"hit\")|!",
      "Switch([text], [none], \"a\", \"hit\")|null",
      "Switch(\"a\", \"d\", \"a\", )|null",
      "Coalesce([none], [empty], \"x\")|",
      "Not([yes])|False",
      "Not([none])|True",
      "IsString([number])|False",
      "IsString([none])|False",
      "IsNull([nothing])|False",
      "IsNullOrEmpty([nothing])|True",
      "Append(IgnoreFlowIfNullOrEmpty([empty]), \"x\")|~",
      "IgnoreFlowIfNullOrEmpty([nothing])|~",
      "Coalesce(Redact([text]), \"x\")|Ann Lee",
      "CDate([none])|null",
      "CDate([empty])|!",
      "CDate(CDate(\"2024-01-02\"))|1/2/2024 12:00:00 AM",
      "DateAdd(\"s\", 61, CDate(\"2024-01-02\"))|1/2/2024 12:01:01 AM",
      "DateAdd(\"yyyy\", 99999, CDate(\"2024-01-02\"))|!",
      "DateAdd(\"d\", 9223372036854775807, CDate(\"2024-01-02\"))|!",
      "DateAdd([text], 1, CDate(\"2024-01-02\"))|!",
      "DateAdd(\"d\", 1, [none])|!",
      "DateDiff(\"s\", CDate(\"2024-01-02T00:00:01Z\"), CDate(\"2024-01-02\"))|-1",
      "DateDiff(\"ww\", CDate(\"2024-01-06\"), CDate(\"2024-01-07\"))|1",
      "DateDiff(\"ww\", CDate(\"2024-01-07\"), CDate(\"2024-01-13\"))|0",
      "DateDiff(\"n\", CDate(\"2024-01-02\"), [none])|!",
      "DateFromNum([none])|null",
      "DateFromNum(-1)|!",
      "DateFromNum(9223372036854775807)|!",
      "NumFromDate([none])|null",
      "NumFromDate(\"1500-01-01\")|!",
      "NumFromDate([text])|!",
      "FormatDateTime([none], , \"yyyy\", \"MM\")|null",
      "FormatDateTime([empty], , \"yyyy\", \"MM\")|!",
      "FormatDateTime(\"2024\", \"yyyy\", \"yy\")|24",
      "FormatDateTime(\"2024\", , Append(\"yy\", \"yy\"), \"yy\")|24",
      "FormatDateTime(\"2024\", , [empty], \"yy\")|!",
      "FormatDateTime(\" 2024\", Append(\"N\", \"one\"), \"yyyy\", \"yy\")|!",
      "FormatDateTime(\"2024\", [text], \"yyyy\", \"yy\")|!",
      "Replace([none], \"a\", , , \"b\", , )|null",
      "Replace([none], , \"a\", , \"b\", , )|null",
      "Replace([text], [empty], , , \"b\", , )|!",
      "Replace([none], \"<x>\", , , , , \"<x>!\")|null",
      "Replace([text], , \"(?<x>z)?n\", \"x\", \"b\", , )|Ann Lee",
      "Replace([none], , \"(?<x>z)\", \"x\", , [text], )|null",
      "Replace([none], , \"(?<x>z)\", \"x\", , [none], )|null",
      "Replace([text], , [text], [text], \"b\", , )|!",
      "Replace([text], , Append(\"(\", \"\"), , \"b\", , )|!",
      "Replace([text], , Append(\"n\", \"+\"), , \"b\", , )|Ab Lee",
      "SingleAppRoleAssignment([roles])|D",
      "SingleAppRoleAssignment([nothing])|null",
      "AppRoleAssignments([roles])|[D, Plain]",
      "Item(AppRoleAssignmentsComplex([roles]), 3)|{primary=false, type=WindowsAzureActiveDirectoryRole, display=Plain, value=Plain}",
      "DefaultDomain()|!",
      "RandomString(0,0,0,0,0)|!",
      "RandomString(257,0,0,0,0)|!",
      "RandomString(3,2,2,0,0)|!",
      "RandomString(3,-1,0,0,0)|!",
      "RandomString(3,1,0,0,0,\"0123456789\")|!",
      "Len(RandomString(256,1,1,1,1))|256",
      "SelectUniqueValue([none], [empty])|null",
      "Guid()|36",
  })
  void each_branch_gives_its_result(String expression, String expected) {
    String shown = shown(expression);
    assertThat(expression.equals("Guid()") ? String.valueOf(shown.length()) : shown).isEqualTo(expected == null ? "" : expected);
  }

  private static String shown(String expression) {
    Evaluation evaluation;
    try {
      evaluation = ExpressionCompiler.compile(expression).evaluate(SOURCE, EvaluationContext.at(Instant.parse("2026-07-02T15:33:38Z"), new Random(3)));
    } catch (ExpressionProblems refused) {
      return "!";
    }
    return switch (evaluation) {
      case Evaluation.Ignored _ -> "~";
      case Evaluation.Failed _ -> "!";
      case Evaluation.Result(var value, var _) -> value.text() != null ? value.text() : String.valueOf(value.json());
    };
  }
}
