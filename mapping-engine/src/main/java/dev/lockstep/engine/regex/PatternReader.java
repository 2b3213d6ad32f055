package dev.lockstep.engine.regex;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Reads a pattern in the .NET dialect, with .NET's Unicode classes, group numbering and end-of-text rules. */
final class PatternReader {
  private static final int MAX_SIZE = 5_000;
  private static final int MAX_REPEAT = 1_000;
  private static final int MAX_DEPTH = 200;
  private static final String WORD = "\\p{L}\\p{Mn}\\p{Nd}\\p{Pc}";
  private static final String SPACE = "\\t\\n\\x0b\\f\\r\\x{85}\\p{Z}";
  private static final Part NOTHING = new Part.Sequence(List.of());

  private record Flags(boolean ignoreCase, boolean multiline, boolean dotAll, boolean explicit, boolean spaced) {
    static final Flags NONE = new Flags(false, false, false, false, false);

    Flags with(int letter, boolean on) {
      return new Flags(letter == 'i' ? on : ignoreCase, letter == 'm' ? on : multiline, letter == 's' ? on : dotAll,
          letter == 'n' ? on : explicit, letter == 'x' ? on : spaced);
    }
  }

  private final PatternText text;
  private final Groups groups;
  private Flags flags = Flags.NONE;
  private int depth;
  private int atoms;

  PatternReader(String pattern, Groups groups) {
    this.text = new PatternText(pattern);
    this.groups = groups;
  }

  Part read() {
    Part part = alternatives();
    if (!text.atEnd()) {
      throw text.problem("There is a ) without a (.", text.position());
    }
    if (Shape.size(part) > MAX_SIZE) {
      throw tooLarge();
    }
    groups.number();
    return part;
  }

  private RegexProblem tooLarge() {
    return text.problem("The pattern is too large: written out, repetitions included, it has more than " + MAX_SIZE + " states.", 0);
  }

  private Part alternatives() {
    if (++depth > MAX_DEPTH) {
      throw text.problem("Groups are nested deeper than " + MAX_DEPTH + ".", text.position());
    }
    Flags outer = flags;
    List<Part> alternatives = new ArrayList<>();
    List<Part> sequence = new ArrayList<>();
    while (!text.atEnd() && text.peek() != ')') {
      if (text.take('|')) {
        alternatives.add(new Part.Sequence(List.copyOf(sequence)));
        sequence.clear();
      } else {
        sequence.add(piece());
      }
    }
    alternatives.add(new Part.Sequence(List.copyOf(sequence)));
    flags = outer;
    depth--;
    return alternatives.size() == 1 ? alternatives.getFirst() : new Part.Choice(alternatives);
  }

  /** One atom with its quantifier. */
  private Part piece() {
    Part atom = atom();
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
        return atom;
      }
      low = bounds[0];
      high = bounds[1];
    } else {
      return atom;
    }
    if (atom == NOTHING) {
      throw text.problem("The quantifier follows nothing.", at);
    }
    if (high >= 0 && high < low) {
      throw text.problem("The quantifier's range is in reverse order.", at);
    }
    if (Math.max(low, high) > MAX_REPEAT) {
      throw text.problem("A part may be repeated at most " + MAX_REPEAT + " times.", at);
    }
    boolean lazy = text.take('?');
    int next = text.peek();
    if (next == '*' || next == '+' || next == '?' || (next == '{' && startsBounds())) {
      throw text.problem("A quantifier follows a quantifier.", text.position());
    }
    return new Part.Repeat(atom, low, high, lazy);
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

  private Part atom() {
    if (++atoms > MAX_SIZE) {
      throw tooLarge();
    }
    int at = text.position();
    int c = text.next();
    return switch (c) {
      case '(' -> group(at);
      case '[' -> set(new ClassReader(text).read(0));
      case '.' -> flags.dotAll() ? new Part.One("(?s:.)", _ -> true) : new Part.One("[^\\n]", each -> each != '\n');
      case '^' -> new Part.Place(flags.multiline() ? Part.Edge.LINE_START : Part.Edge.TEXT_START);
      case '$' -> flags.multiline() ? new Part.Place(Part.Edge.LINE_END) : new Part.FinalEnd(groups.openTail());
      case '\\' -> escape(at);
      case '*', '+', '?' -> throw text.problem("The quantifier follows nothing.", at);
      case '{' -> {
        text.back(at);
        if (startsBounds()) {
          throw text.problem("The quantifier follows nothing.", at);
        }
        text.skip(1);
        yield literal(c);
      }
      case '#' -> {
        if (flags.spaced()) {
          text.back(at);
          skipBlanks();
          yield NOTHING;
        }
        yield literal(c);
      }
      default -> flags.spaced() && Character.isWhitespace(c) ? NOTHING : literal(c);
    };
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

  private Part literal(int c) {
    String quoted = Character.isLetterOrDigit(c) || c > 127 || c == ' ' ? Character.toString(c) : String.format("\\x{%x}", c);
    if (!flags.ignoreCase()) {
      return new Part.One(quoted, each -> each == c);
    }
    int folded = Backtracker.folded(c);
    return new Part.One("(?i:" + quoted + ')', each -> Backtracker.folded(each) == folded);
  }

  private Part set(BitSet set) {
    if (set.isEmpty()) {
      return new Part.One("[^\\x{0}-\\x{10ffff}]", _ -> false);
    }
    String linear = '[' + CharacterSets.ranges(set) + ']';
    IntPredicate member = CharacterSets.member(set);
    return flags.ignoreCase() ? new Part.One("(?i:" + linear + ')', each -> member.test(each) || member.test(Character.toLowerCase(each))
        || member.test(Character.toUpperCase(each)) || member.test(Backtracker.folded(each))) : new Part.One(linear, member);
  }

  private Part escape(int at) {
    if (text.atEnd()) {
      throw text.problem("The pattern ends with a single backslash.", at);
    }
    int c = text.next();
    return switch (c) {
      case 'd' -> new Part.One("\\p{Nd}", CharacterSets::isDigit);
      case 'D' -> new Part.One("\\P{Nd}", each -> !CharacterSets.isDigit(each));
      case 'w' -> new Part.One('[' + WORD + ']', CharacterSets::isWord);
      case 'W' -> new Part.One("[^" + WORD + ']', each -> !CharacterSets.isWord(each));
      case 's' -> new Part.One('[' + SPACE + ']', CharacterSets::isSpace);
      case 'S' -> new Part.One("[^" + SPACE + ']', each -> !CharacterSets.isSpace(each));
      case 'b' -> new Part.Place(Part.Edge.WORD_EDGE);
      case 'B' -> new Part.Place(Part.Edge.NO_WORD_EDGE);
      case 'A' -> new Part.Place(Part.Edge.TEXT_START);
      case 'z' -> new Part.Place(Part.Edge.TEXT_END);
      case 'Z' -> new Part.FinalEnd(groups.openTail());
      case 'G' -> throw text.problem("\\G is not supported.", at);
      case 'k' -> named(at);
      case '1', '2', '3', '4', '5', '6', '7', '8', '9' -> {
        text.back(text.position() - 1);
        yield new Part.Back(Integer.toString(text.number()), flags.ignoreCase(), at);
      }
      case 'p', 'P' -> {
        BitSet set = Escapes.shorthand(c, text, at);
        yield set(set == null ? new BitSet() : set);
      }
      default -> literal(Escapes.character(c, text, at));
    };
  }

  /** The rest of {@code \k<name>} or {@code \k'name'}. */
  private Part named(int at) {
    char close = text.take('<') ? '>' : text.take('\'') ? '\'' : 0;
    if (close == 0) {
      throw text.problem("A back-reference is written \\k<name>.", at);
    }
    return new Part.Back(text.until(close), flags.ignoreCase(), at);
  }

  private Part group(int at) {
    Flags outer = flags;
    if (!text.take('?')) {
      if (flags.explicit()) {
        return inside(at, outer);
      }
      int index = groups.open(null);
      return new Part.Group(index, inside(at, outer));
    }
    if (text.take('#')) {
      text.until(')');
      return NOTHING;
    }
    for (String look : List.of("=", "!", "<=", "<!")) {
      if (text.looksAt(look)) {
        text.skip(look.length());
        return new Part.Look(inside(at, outer), look.startsWith("<"), look.endsWith("!"));
      }
    }
    if (text.take('>')) {
      return new Part.Atomic(inside(at, outer));
    }
    if (text.looksAt("(")) {
      throw text.problem("Conditional groups are not supported; write the two cases as alternatives.", at);
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

  private Part named(String name, int at, Flags outer) {
    if (name.indexOf('-') >= 0) {
      throw text.problem("Balancing groups are not supported.", at);
    }
    if (name.isEmpty() || !name.codePoints().allMatch(c -> Character.isLetterOrDigit(c) || c == '_')) {
      throw text.problem("A group name has letters, digits and underscores only.", at);
    }
    int index = groups.open(name);
    return new Part.Group(index, inside(at, outer));
  }

  private Part flagged(int at, Flags outer) {
    boolean on = true;
    while (true) {
      int c = text.atEnd() ? -1 : text.next();
      switch (c) {
        case 'i', 'm', 's', 'n', 'x' -> flags = flags.with(c, on);
        case '-' -> on = false;
        case '+' -> on = true;
        case ')' -> {
          return NOTHING;
        }
        case ':' -> {
          return inside(at, outer);
        }
        default -> throw text.problem("This is no group of the .NET dialect.", at);
      }
    }
  }

  /** Everything to the closing parenthesis. */
  private Part inside(int at, Flags outer) {
    Part part = alternatives();
    if (!text.take(')')) {
      throw text.problem("The group is not closed with ).", at);
    }
    flags = outer;
    // An empty group is something that a quantifier may follow.
    return part == NOTHING ? new Part.Sequence(List.of(NOTHING)) : part;
  }
}
