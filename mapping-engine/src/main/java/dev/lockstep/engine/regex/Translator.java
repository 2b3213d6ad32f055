package dev.lockstep.engine.regex;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads a pattern in the .NET dialect and writes it in the dialect of the linear-time matcher, with Unicode classes, group
 * numbering and end-of-text rules as .NET has them. Size stands for the number of states, which bounds the cost per character.
 */
final class Translator {
  private static final int MAX_SIZE = 5_000;
  private static final int MAX_REPEAT = 1_000;
  private static final int MAX_DEPTH = 200;
  private static final String WORD = "\\p{L}\\p{Mn}\\p{Nd}\\p{Pc}";
  private static final String SPACE = "\\t\\n\\x0b\\f\\r\\x{85}\\p{Z}";

  private record Flags(boolean ignoreCase, boolean multiline, boolean dotAll, boolean explicit, boolean spaced) {
    static final Flags NONE = new Flags(false, false, false, false, false);

    Flags with(int letter, boolean on) {
      return new Flags(letter == 'i' ? on : ignoreCase, letter == 'm' ? on : multiline, letter == 's' ? on : dotAll,
          letter == 'n' ? on : explicit, letter == 'x' ? on : spaced);
    }
  }

  private final PatternText text;
  private final Groups groups;
  private final StringBuilder out = new StringBuilder();
  private Flags flags = Flags.NONE;
  private int depth;

  Translator(String pattern, Groups groups) {
    this.text = new PatternText(pattern);
    this.groups = groups;
  }

  String translated() {
    return out.toString();
  }

  /** Translates everything; the result is the size. */
  long translate() {
    long size = alternatives();
    if (!text.atEnd()) {
      throw text.problem("There is a ) without a (.", text.position());
    }
    groups.number();
    return size;
  }

  private long alternatives() {
    if (++depth > MAX_DEPTH) {
      throw text.problem("Groups are nested deeper than " + MAX_DEPTH + ".", text.position());
    }
    Flags outer = flags;
    long size = 1;
    while (!text.atEnd() && text.peek() != ')') {
      if (text.take('|')) {
        out.append('|');
        size++;
      } else {
        size += piece();
      }
      if (size > MAX_SIZE) {
        throw text.problem("The pattern is too large: repetitions multiply to more than " + MAX_SIZE + " states.", 0);
      }
    }
    flags = outer;
    depth--;
    return size;
  }

  /** One atom with its quantifier. */
  private long piece() {
    int start = out.length();
    long size = atom();
    if (flags.spaced()) {
      skipBlanks();
    }
    int at = text.position();
    int low;
    int high;
    if (text.take('*')) {
      low = 0;
      high = -1;
    } else if (text.take('+')) {
      low = 1;
      high = -1;
    } else if (text.take('?')) {
      low = 0;
      high = 1;
    } else if (text.peek() == '{') {
      int[] bounds = bounds();
      if (bounds == null) {
        return size;
      }
      low = bounds[0];
      high = bounds[1];
    } else {
      return size;
    }
    if (out.length() == start) {
      throw text.problem("The quantifier follows nothing.", at);
    }
    if (high >= 0 && high < low) {
      throw text.problem("The quantifier's range is in reverse order.", at);
    }
    if (Math.max(low, high) > MAX_REPEAT) {
      throw text.problem("A part may be repeated at most " + MAX_REPEAT + " times.", at);
    }
    String atom = out.substring(start);
    out.setLength(start);
    out.append("(?:").append(atom).append(')');
    // The group around the atom keeps a second quantifier of the matcher's dialect from being read into it.
    out.append(high < 0 && low < 2 ? (low == 0 ? "*" : "+") : "{" + low + (high < 0 ? "," : high == low ? "" : "," + high) + "}");
    if (text.take('?')) {
      out.append('?');
    }
    int next = text.peek();
    if (next == '*' || next == '+' || next == '?' || (next == '{' && startsBounds())) {
      throw text.problem("A quantifier follows a quantifier.", text.position());
    }
    return size * Math.max(1, Math.max(low, high)) + 1;
  }

  private boolean startsBounds() {
    int at = text.position();
    boolean is = bounds() != null;
    text.back(at);
    return is;
  }

  /** {@code {n}}, {@code {n,}} or {@code {n,m}}; null, and nothing read, when the brace is an ordinary character. */
  private int @Nullable [] bounds() {
    int at = text.position();
    text.skip(1);
    int low = text.number();
    int high = low;
    if (low >= 0 && text.take(',')) {
      high = text.number();
    }
    if (low < 0 || !text.take('}')) {
      text.back(at);
      return null;
    }
    return new int[] {low, high};
  }

  private long atom() {
    int at = text.position();
    int c = text.next();
    switch (c) {
      case '(' -> {
        return group(at);
      }
      case '[' -> set(new ClassReader(text).read(0));
      case '.' -> out.append(flags.dotAll() ? "(?s:.)" : "[^\\n]");
      case '^' -> out.append(flags.multiline() ? "(?m:^)" : "\\A");
      case '$' -> end();
      case '\\' -> escape(at);
      case '*', '+', '?' -> throw text.problem("The quantifier follows nothing.", at);
      case '{' -> {
        text.back(at);
        if (startsBounds()) {
          throw text.problem("The quantifier follows nothing.", at);
        }
        text.skip(1);
        literal(c);
      }
      case '#' -> {
        if (flags.spaced()) {
          text.back(at);
          skipBlanks();
          return 0;
        }
        literal(c);
      }
      default -> {
        if (flags.spaced() && Character.isWhitespace(c)) {
          return 0;
        }
        literal(c);
      }
    }
    return 1;
  }

  private void skipBlanks() {
    while (!text.atEnd()) {
      int c = text.peek();
      if (c == '#') {
        while (!text.atEnd() && text.next() != '\n') {
          // A comment ends with its line.
        }
      } else if (Character.isWhitespace(c)) {
        text.next();
      } else {
        return;
      }
    }
  }

  private void end() {
    if (flags.multiline()) {
      out.append("(?m:$)");
    } else {
      groups.openTail();
      out.append("(?:(\\n)?\\z)");
    }
  }

  private void literal(int c) {
    String quoted = Character.isLetterOrDigit(c) || c > 127 || c == ' ' ? Character.toString(c) : String.format("\\x{%x}", c);
    cased(quoted);
  }

  private void cased(String atom) {
    out.append(flags.ignoreCase() ? "(?i:" + atom + ')' : atom);
  }

  private void set(BitSet set) {
    if (set.isEmpty()) {
      out.append("[^\\x{0}-\\x{10ffff}]");
    } else {
      cased('[' + CharacterSets.ranges(set) + ']');
    }
  }

  private void escape(int at) {
    if (text.atEnd()) {
      throw text.problem("The pattern ends with a single backslash.", at);
    }
    int c = text.next();
    switch (c) {
      case 'd' -> out.append("\\p{Nd}");
      case 'D' -> out.append("\\P{Nd}");
      case 'w' -> out.append('[').append(WORD).append(']');
      case 'W' -> out.append("[^").append(WORD).append(']');
      case 's' -> out.append('[').append(SPACE).append(']');
      case 'S' -> out.append("[^").append(SPACE).append(']');
      case 'b' -> out.append("\\b");
      case 'B' -> out.append("\\B");
      case 'A' -> out.append("\\A");
      case 'z' -> out.append("\\z");
      case 'Z' -> {
        groups.openTail();
        out.append("(?:(\\n)?\\z)");
      }
      case 'G' -> throw text.problem("\\G is not supported.", at);
      case 'k', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> throw text.problem(
          "Back-references are not supported: they cannot be matched in bounded time.", at);
      case 'p', 'P' -> {
        BitSet set = Escapes.shorthand(c, text, at);
        set(set == null ? new BitSet() : set);
      }
      default -> literal(Escapes.character(c, text, at));
    }
  }

  private long group(int at) {
    Flags outer = flags;
    if (!text.take('?')) {
      if (flags.explicit()) {
        out.append("(?:");
      } else {
        groups.open(null);
        out.append('(');
      }
      return close(at, outer);
    }
    if (text.take('#')) {
      text.until(')');
      return 0;
    }
    if (text.looksAt("=") || text.looksAt("!") || text.looksAt("<=") || text.looksAt("<!")) {
      throw text.problem("Look-around is not supported: it cannot be matched in bounded time. Capture the part that is to be kept in a named group instead.", at);
    }
    if (text.looksAt(">")) {
      throw text.problem("Atomic groups (?>…) are not supported; (?:…) matches in bounded time here.", at);
    }
    if (text.looksAt("(")) {
      throw text.problem("Conditional groups are not supported.", at);
    }
    if (text.looksAt("P")) {
      throw text.problem("A named group is written (?<name>…).", at);
    }
    if (text.take('<')) {
      return named(text.until('>'), at, outer);
    }
    if (text.take('\'')) {
      return named(text.until('\''), at, outer);
    }
    return flagged(at, outer);
  }

  private long named(String name, int at, Flags outer) {
    if (name.indexOf('-') >= 0) {
      throw text.problem("Balancing groups are not supported.", at);
    }
    if (name.isEmpty() || !name.codePoints().allMatch(c -> Character.isLetterOrDigit(c) || c == '_')) {
      throw text.problem("A group name has letters, digits and underscores only.", at);
    }
    groups.open(name);
    out.append('(');
    return close(at, outer);
  }

  private long flagged(int at, Flags outer) {
    boolean on = true;
    while (true) {
      int c = text.atEnd() ? -1 : text.next();
      switch (c) {
        case 'i', 'm', 's', 'n', 'x' -> flags = flags.with(c, on);
        case '-' -> on = false;
        case '+' -> on = true;
        case ')' -> {
          return 0;
        }
        case ':' -> {
          out.append("(?:");
          return close(at, outer);
        }
        default -> throw text.problem("This is no group of the .NET dialect.", at);
      }
    }
  }

  private long close(int at, Flags outer) {
    long size = alternatives();
    if (!text.take(')')) {
      throw text.problem("The group is not closed with ).", at);
    }
    flags = outer;
    out.append(')');
    return size;
  }
}
