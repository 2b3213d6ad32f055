package dev.lockstep.engine.regex;

import java.util.ArrayList;
import java.util.List;

/**
 * A .NET replacement text: {@code $1}, {@code ${name}}, {@code $$}, {@code $&}, {@code $`}, {@code $'}, {@code $+}, {@code $_};
 * anything else, the backslash included, is ordinary text.
 */
public final class Replacement {
  private sealed interface Part {
    record Literal(String text) implements Part {}

    record Group(int number) implements Part {}

    record Special(char sign) implements Part {}
  }

  private final List<Part> parts;

  private Replacement(List<Part> parts) {
    this.parts = parts;
  }

  public static Replacement parse(String text, DotNetRegex regex) {
    List<Part> parts = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      int end = text.charAt(at) == '$' ? reference(text, at, regex, literal, parts) : at;
      if (end == at) {
        literal.append(text.charAt(at));
        end++;
      }
      at = end;
    }
    flush(literal, parts);
    return new Replacement(parts);
  }

  /** The position after a reference, or {@code at} when the dollar is an ordinary character. */
  private static int reference(String text, int at, DotNetRegex regex, StringBuilder literal, List<Part> parts) {
    int next = at + 1;
    if (next >= text.length()) {
      return at;
    }
    char c = text.charAt(next);
    if (c == '$') {
      literal.append('$');
      return next + 1;
    }
    if ("&`'+_".indexOf(c) >= 0) {
      flush(literal, parts);
      parts.add(new Part.Special(c));
      return next + 1;
    }
    boolean braced = c == '{';
    int from = braced ? next + 1 : next;
    int to = from;
    while (to < text.length() && (braced ? text.charAt(to) != '}' : text.charAt(to) >= '0' && text.charAt(to) <= '9')) {
      to++;
    }
    if (to == from || (braced && to >= text.length())) {
      return at;
    }
    int number = regex.group(text.substring(from, to));
    if (number < 0) {
      return at;
    }
    flush(literal, parts);
    parts.add(new Part.Group(number));
    return braced ? to + 1 : to;
  }

  private static void flush(StringBuilder literal, List<Part> parts) {
    if (!literal.isEmpty()) {
      parts.add(new Part.Literal(literal.toString()));
      literal.setLength(0);
    }
  }

  /** Appends what replaces the match at hand. */
  public void appendTo(StringBuilder out, RegexMatch match) {
    for (Part part : parts) {
      switch (part) {
        case Part.Literal(String text) -> out.append(text);
        case Part.Group(int number) -> append(out, match, number);
        case Part.Special(char sign) -> {
          switch (sign) {
            case '&' -> append(out, match, 0);
            case '`' -> out.append(match.text(), 0, match.start());
            case '\'' -> out.append(match.text(), match.end(), match.text().length());
            case '+' -> append(out, match, match.highestGroup());
            default -> out.append(match.text());
          }
        }
      }
    }
  }

  private static void append(StringBuilder out, RegexMatch match, int group) {
    int start = match.start(group);
    if (start >= 0) {
      out.append(match.text(), start, match.end(group));
    }
  }
}
