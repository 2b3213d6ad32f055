package dev.lockstep.engine.regex;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** What may follow a backslash in a .NET pattern. */
final class Escapes {
  private Escapes() {}

  /** The set of \d, \w, \s, \p{…} and their negations; null for any other escape. */
  static @Nullable BitSet shorthand(int escaped, PatternText text, int at) {
    return switch (escaped) {
      case 'd' -> digits();
      case 'D' -> CharacterSets.not(digits());
      case 'w' -> CharacterSets.word();
      case 'W' -> CharacterSets.not(CharacterSets.word());
      case 's' -> CharacterSets.space();
      case 'S' -> CharacterSets.not(CharacterSets.space());
      case 'p' -> property(text, at);
      case 'P' -> CharacterSets.not(property(text, at));
      default -> null;
    };
  }

  private static BitSet digits() {
    BitSet digits = CharacterSets.property("Nd");
    return digits == null ? new BitSet() : digits;
  }

  private static BitSet property(PatternText text, int at) {
    String name = text.take('{') ? text.until('}') : null;
    BitSet set = name == null ? null : CharacterSets.property(name);
    if (set == null) {
      throw text.problem("\\p needs a Unicode category or block that exists, such as \\p{L}, \\p{Lu} or \\p{IsGreek}.", at);
    }
    return set;
  }

  /** The single character that an escape stands for. */
  static int character(int escaped, PatternText text, int at) {
    return switch (escaped) {
      case 't' -> '\t';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 'f' -> '\f';
      case 'v' -> 0x0b;
      case 'a' -> 0x07;
      case 'e' -> 0x1b;
      case 'x' -> text.hexadecimal(2, at);
      case 'u' -> text.hexadecimal(4, at);
      case 'c' -> control(text, at);
      case '0' -> text.octal();
      default -> {
        if (Character.isLetterOrDigit(escaped) || escaped == '_') {
          throw text.problem("There is no escape \\" + Character.toString(escaped) + ".", at);
        }
        yield escaped;
      }
    };
  }

  private static int control(PatternText text, int at) {
    int letter = text.atEnd() ? -1 : Character.toUpperCase(text.next());
    if (letter < '@' || letter > '_') {
      throw text.problem("\\c needs a control letter.", at);
    }
    return letter - '@';
  }
}
