package dev.lockstep.engine.problem;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong. Messages never hold attribute values, because they travel into logs.
 *
 * @param position offset of the first character concerned in the expression's text, from 0
 * @param length number of characters concerned, at least 1
 * @param caret the line of text with a caret under the place, two lines; empty where there is no text
 * @param suggestion what was probably meant, ready to type
 */
public record Problem(
    ProblemCode code, String message, int position, int length, String caret, @Nullable String suggestion) {

  private static final int WINDOW = 100;

  /** A problem at a place in an expression. */
  public static Problem at(ProblemCode code, String message, String text, int start, int end, @Nullable String suggestion) {
    int from = Math.clamp(start, 0, text.length());
    int length = Math.max(1, end - from);
    return new Problem(code, message, from, length, render(text, from, length), suggestion);
  }

  /** A problem without a place in a text. */
  public static Problem of(ProblemCode code, String message, @Nullable String suggestion) {
    return new Problem(code, message, 0, 1, "", suggestion);
  }

  /** Message, place and suggestion for people. */
  public String explain() {
    StringBuilder out = new StringBuilder(code.key()).append(": ").append(message);
    if (suggestion != null) {
      out.append(" Did you mean ").append(suggestion).append('?');
    }
    if (!caret.isEmpty()) {
      out.append('\n').append(caret);
    }
    return out.toString();
  }

  private static String render(String text, int position, int length) {
    int lineStart = text.lastIndexOf('\n', position - 1) + 1;
    int lineEnd = text.indexOf('\n', position);
    lineEnd = lineEnd < 0 ? text.length() : lineEnd;
    // A long line is cut to a window around the place, otherwise nobody would find the caret.
    int from = Math.max(lineStart, position - WINDOW / 2);
    int to = Math.min(lineEnd, Math.max(position, from + WINDOW));
    String before = from > lineStart ? "…" : "";
    String after = to < lineEnd ? "…" : "";
    String line = before + text.substring(from, to).replace('\t', ' ') + after;
    int width = Math.max(1, Math.min(length, to - position));
    return line + '\n' + " ".repeat(before.length() + position - from) + "^".repeat(width);
  }
}
