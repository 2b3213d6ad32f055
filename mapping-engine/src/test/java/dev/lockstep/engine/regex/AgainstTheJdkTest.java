package dev.lockstep.engine.regex;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** On the notation that both share, the linear-time matcher finds what a backtracking one finds. */
class AgainstTheJdkTest {
  private final Random random = new Random(11);

  @Test
  void random_patterns_match_the_same_places() {
    int compared = 0;
    for (int i = 0; i < 2_500; i++) {
      String pattern = alternatives(3);
      Pattern jdk = Pattern.compile(pattern);
      DotNetRegex ours = DotNetRegex.compile(pattern);
      // An empty look-ahead changes nothing but the matcher.
      DotNetRegex backtracking = DotNetRegex.compile("(?=)(?:" + pattern + ')');
      for (int t = 0; t < 4; t++) {
        String text = text();
        assertThat(found(ours, text)).as("%s on %s", pattern, text).isEqualTo(found(jdk, text));
        assertThat(found(backtracking, text)).as("%s on %s", pattern, text).isEqualTo(found(jdk, text));
        compared++;
      }
    }
    assertThat(compared).isEqualTo(10_000);
  }

  @Test
  void random_patterns_with_look_around_and_back_references_match_the_same_places() {
    int some = 0;
    for (int i = 0; i < 2_500; i++) {
      String pattern = "(a|b|1)?" + alternatives(2) + looking() + alternatives(1);
      Pattern jdk = Pattern.compile(pattern);
      DotNetRegex ours = DotNetRegex.compile(pattern);
      for (int t = 0; t < 4; t++) {
        String text = text();
        List<String> found = found(ours, text);
        assertThat(found).as("%s on %s", pattern, text).isEqualTo(found(jdk, text));
        some += found.size();
      }
    }
    assertThat(some).isGreaterThan(1_000);
  }

  private String looking() {
    String[] some = {"(?=", "(?!", "(?<=", "(?<!", "(?>"};
    String[] behind = {"a", "[ab]", "ab|1", "a{1,2}", "\\b", "(?=1)"};
    int kind = random.nextInt(7);
    if (kind >= some.length) {
      return kind == 5 ? "(?:\\1)" : "(?>a*)(?!b)";
    }
    return some[kind] + (kind == 2 || kind == 3 ? behind[random.nextInt(behind.length)] : alternatives(1)) + ')';
  }

  @Test
  void any_pattern_is_compiled_or_refused_and_nothing_else() {
    String pieces = "ab.*+?()|[]^$\\{}1,-:<>='!#xiPdwskpL ";
    for (int i = 0; i < 30_000; i++) {
      StringBuilder pattern = new StringBuilder();
      for (int n = random.nextInt(12); n >= 0; n--) {
        pattern.append(pieces.charAt(random.nextInt(pieces.length())));
      }
      try {
        DotNetRegex.compile(pattern.toString()).matcher("ab1 x", _ -> {}).find();
      } catch (RegexProblem refused) {
        assertThat(refused.getMessage()).isNotBlank();
      }
    }
  }

  private static List<String> found(DotNetRegex regex, String text) {
    List<String> found = new ArrayList<>();
    RegexMatch match = regex.matcher(text, _ -> {});
    while (match.find()) {
      found.add(match.start() + "-" + match.end());
    }
    return found;
  }

  private static List<String> found(Pattern pattern, String text) {
    List<String> found = new ArrayList<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      found.add(matcher.start() + "-" + matcher.end());
    }
    return found;
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int n = random.nextInt(9); n > 0; n--) {
      text.append("ab1-".charAt(random.nextInt(4)));
    }
    return text.toString();
  }

  private String alternatives(int depth) {
    String first = sequence(depth);
    return random.nextInt(4) == 0 ? first + '|' + sequence(depth) : first;
  }

  private String sequence(int depth) {
    StringBuilder out = new StringBuilder();
    for (int n = random.nextInt(3); n >= 0; n--) {
      out.append(piece(depth));
    }
    return out.toString();
  }

  /** Groups are not repeated here: about repeated empty matches the two kinds of matcher may differ, rightly. */
  private String piece(int depth) {
    String[] atoms = {"a", "b", ".", "\\d", "\\w", "[ab]", "[^a]", "[a-]", "\\-", "1"};
    String[] quantifiers = {"", "", "*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}", "{1,}", "{0,2}?"};
    String[] anchors = {"^", "$", "\\b", "\\B", "\\A", "\\z"};
    int kind = random.nextInt(12);
    if (kind == 0) {
      return anchors[random.nextInt(anchors.length)];
    }
    if (kind <= 3 && depth > 0) {
      return (kind == 1 ? "(?:" : kind == 2 ? "(" : "(?<n" + depth + random.nextInt(1_000_000) + ">") + alternatives(depth - 1) + ")";
    }
    return atoms[random.nextInt(atoms.length)] + quantifiers[random.nextInt(quantifiers.length)];
  }
}
