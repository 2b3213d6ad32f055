package dev.lockstep.engine.regex;

/** A pattern being read from left to right. */
final class PatternText {
  private final String pattern;
  private int at;

  PatternText(String pattern) {
    this.pattern = pattern;
  }

  int position() {
    return at;
  }

  boolean atEnd() {
    return at >= pattern.length();
  }

  /** The next code point, or -1 at the end; nothing is consumed. */
  int peek() {
    return atEnd() ? -1 : pattern.codePointAt(at);
  }

  int next() {
    int c = pattern.codePointAt(at);
    at += Character.charCount(c);
    return c;
  }

  boolean take(char c) {
    if (!atEnd() && pattern.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  boolean looksAt(String text) {
    return pattern.startsWith(text, at);
  }

  void skip(int characters) {
    at += characters;
  }

  void back(int position) {
    at = position;
  }

  /** The text up to a closing character, which is consumed too. */
  String until(char close) {
    int end = pattern.indexOf(close, at);
    if (end < 0) {
      throw problem("Expected " + close + ".", at);
    }
    String found = pattern.substring(at, end);
    at = end + 1;
    return found;
  }

  int hexadecimal(int digits, int from) {
    int value = 0;
    for (int i = 0; i < digits; i++) {
      int digit = atEnd() ? -1 : Character.digit(pattern.charAt(at), 16);
      if (digit < 0) {
        throw problem("Expected " + digits + " hexadecimal digits.", from);
      }
      value = value * 16 + digit;
      at++;
    }
    return value;
  }

  /** Up to two more octal digits after \0. */
  int octal() {
    int value = 0;
    for (int i = 0; i < 2 && !atEnd() && pattern.charAt(at) >= '0' && pattern.charAt(at) <= '7'; i++) {
      value = value * 8 + (pattern.charAt(at++) - '0');
    }
    return value;
  }

  /** A whole number of at most five digits, or -1 when there is none. */
  int number() {
    int value = -1;
    int from = at;
    while (!atEnd() && pattern.charAt(at) >= '0' && pattern.charAt(at) <= '9' && at - from < 5) {
      value = Math.max(0, value) * 10 + (pattern.charAt(at++) - '0');
    }
    return value;
  }

  RegexProblem problem(String message, int offset) {
    return new RegexProblem(message, offset);
  }
}
