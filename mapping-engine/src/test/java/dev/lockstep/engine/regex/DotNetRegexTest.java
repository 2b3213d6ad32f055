package dev.lockstep.engine.regex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DotNetRegexTest {

  private static String replace(String text, String pattern, String replacement) {
    DotNetRegex regex = DotNetRegex.compile(pattern);
    RegexMatch match = regex.matcher(text, _ -> {});
    Replacement parsed = Replacement.parse(replacement, regex);
    StringBuilder out = new StringBuilder();
    int from = 0;
    while (match.find()) {
      out.append(text, from, match.start());
      parsed.appendTo(out, match);
      from = match.end();
    }
    return out.append(text, from, text.length()).toString();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '\0', ignoreLeadingAndTrailingWhitespace = false, value = {
      // text|pattern|replacement|result
      "provision|[a-z-[aeiou]]||oiio",
      "a1b2|[\\w-[\\d]]|x|x1x2",
      "425-0100|(?<area_code>\\d{3})-(?'local'\\d{4})|${local}.${area_code}|0100.425",
      "joe@contoso.com|^([^@]+)@.*$|CONTOSO\\$1|CONTOSO\\joe",
      "ab|(?<n>a)(b)|$1$2|ba",
      "ab|(?<n>a)(b)|${n}-$3|a-$3",
      "abc|(?n)(a)(?<x>b)|$1|bc",
      "abc|b|[$&]|a[b]c",
      "abc|b|$`|aac",
      "abc|b|$'|acc",
      "abc|(a)(b)|$+|bc",
      "abc|b|$_|aabcc",
      "abc|b|$$|a$c",
      "abc|b|${nope}|a${nope}c",
      "Zoë42|\\w+|x|x",
      "٣4|\\d|x|xx",
      "a b|\\s|_|a_b",
      "aBc|(?i)b|x|axc",
      "aBc|a(?i:b)c|x|x",
      "ABC|a(?i)b|x|ABC",
      "ab # c|(?x) a  b \\# # comment|x|ab # c",
      "aab|a*|-|--b-",
      "a{b}|{b}|x|ax",
      "a.b|a\\.b|x|x",
      "tab\tx|\\t|_|tab_x",
      "Aé|\\u00e9|x|Ax",
      "abab|(ab){2}|$1|ab",
      "aaa|a{2}?|x|xa",
      "ÅÄ|\\p{Lu}|x|xx",
      "αb|\\p{IsGreek}|x|xb",
      "x-y|[^a-z]|_|x_y",
      "]a|[]a]|x|xx",
      "a-b|[a-]|x|xxb",
      "a(?#note)b|a\\(|x|x?#note)b",
      "ab|a(?#note)b|x|x",
  })
  void it_replaces_as_dot_net_does(String text, String pattern, String replacement, String result) {
    assertThat(replace(text, pattern, replacement == null ? "" : replacement)).isEqualTo(result);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '\0', ignoreLeadingAndTrailingWhitespace = false, value = {
      "+1 425 555|\\d+(?=\\s)|x|+x x 555",
      "John Smith|(?<=\\s)S|s|John smith",
      "a1b2|(?<![a])\\d|x|a1bx",
      "CN=Ann,OU=x|(?<=CN=)[^,]+|*|CN=*,OU=x",
      "a--b|(?<=-+)-|x|a-xb",
      "aabb|(.)\\1|<$1>|<a><b>",
      "aAb|(?i)(a)\\1|x|xb",
      "xyyx|(?<q>y)\\k<q>|z|xzx",
      "xyyx|(?<q>y)\\k'q'|z|xzx",
      "aab|(?>a*)b|x|x",
      "aab|(?>a*)ab|x|aab",
      "camelCaseName|(?<=[a-z])(?=[A-Z])|_|camel_Case_Name",
      "Zoë Ärm|\\b(\\w)|<$1>|<Z>oë <Ä>rm",
      "ä b|\\B|-|ä b",
      "ab~c|(?m)(?=.)^|>|>ab~>c",
      "abc|(?=(b))|[$1]|a[b]bc",
      "aa|(?:(a)b?)*(?=)|<$1>|<a><>",
      "abab|(?<n>a)(b)\\2?\\k<n>|x|xb",
  })
  void what_needs_backtracking_works_as_in_dot_net(String text, String pattern, String replacement, String result) {
    assertThat(replace(text.replace("~", "\n"), pattern, replacement == null ? "" : replacement)).isEqualTo(result.replace("~", "\n"));
  }

  @Test
  void a_scoping_filter_takes_linear_patterns_only() {
    assertThat(DotNetRegex.compileLinear("^a\\b").occursIn("a b", _ -> {})).isTrue();
    assertThatThrownBy(() -> DotNetRegex.compileLinear("(?=a)")).isInstanceOf(RegexProblem.class);
    assertThatThrownBy(() -> DotNetRegex.compileLinear("(a)\\1")).isInstanceOf(RegexProblem.class);
    assertThatThrownBy(() -> DotNetRegex.compileLinear("(?:abc){400}")).isInstanceOf(RegexProblem.class).hasMessageContaining("1000 states");
  }

  @Test
  void the_end_of_the_text_is_also_before_a_final_line_break_which_is_kept() {
    assertThat(replace("abc\n", "c$", "x")).isEqualTo("abx\n");
    assertThat(replace("abc\n", "(c)\\Z", "[$1]")).isEqualTo("ab[c]\n");
    assertThat(replace("abc\n", "c\\z", "x")).isEqualTo("abc\n");
    assertThat(replace("a\nb", "(?m)^.$", "x")).isEqualTo("x\nx");
    assertThat(replace("a\nb", ".", "x")).isEqualTo("x\nx");
    assertThat(replace("a\nb", "(?s).", "x")).isEqualTo("xxx");
  }

  @Test
  void a_repeated_group_name_gives_the_part_that_matched() {
    assertThat(replace("b", "(?<n>a)|(?<n>b)", "<${n}>")).isEqualTo("<b>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", ")", "[a", "a**", "*a", "(?<n", "(?<>a)", "(?=a", "(a)\\2", "\\k<n>", "\\kn", "(?(a)b)", "\\Ga", "(?<a-b>c)",
      "\\", "\\q", "\\p{Nope}", "[z-a]", "a{3,1}", "a{1001}", "(?P<n>a)", "[a-\\d]", "\\u12", "(?z)"})
  void what_cannot_be_matched_is_refused_with_a_reason(String pattern) {
    assertThatThrownBy(() -> DotNetRegex.compile(pattern)).isInstanceOfSatisfying(RegexProblem.class,
        problem -> assertThat(problem.getMessage()).endsWith("."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"(((a{100}){100}){100}){100}", "((((((((((a{9}){9}){9}){9}){9}){9}){9}){9}){9}){9})"})
  void repetitions_that_multiply_are_refused(String pattern) {
    assertThatThrownBy(() -> DotNetRegex.compile(pattern)).isInstanceOf(RegexProblem.class).hasMessageContaining("too large");
  }

  @Test
  void long_patterns_and_many_classes_are_refused_or_compiled_in_little_memory() {
    assertThatThrownBy(() -> DotNetRegex.compile("a".repeat(10_001))).isInstanceOf(RegexProblem.class).hasMessageContaining("10000 characters");
    assertThatThrownBy(() -> DotNetRegex.compile("a".repeat(5_001))).isInstanceOf(RegexProblem.class).hasMessageContaining("5000 states");
    assertThatThrownBy(() -> DotNetRegex.compile("[\\W]".repeat(1_600))).isInstanceOf(RegexProblem.class).hasMessageContaining("too many ranges");
    assertThat(DotNetRegex.compile("(?=)" + "[^a]".repeat(2_400)).occursIn("b".repeat(2_400), _ -> {})).isTrue();
    assertThat(DotNetRegex.compile("(?=)(?i)[^\\W\\d_]+$").occursIn("é", _ -> {})).isTrue();
    assertThat(DotNetRegex.compile("(?=)^[acx\u00e4]+$").occursIn("acäx", _ -> {})).isTrue();
    assertThat(DotNetRegex.compile("(?=)[a-c-[b]]").occursIn("b`d", _ -> {})).isFalse();
  }

  @Test
  void deep_groups_are_refused_and_not_a_stack_overflow() {
    assertThatThrownBy(() -> DotNetRegex.compile("(".repeat(4_000) + ")".repeat(4_000))).isInstanceOf(RegexProblem.class);
  }
}
