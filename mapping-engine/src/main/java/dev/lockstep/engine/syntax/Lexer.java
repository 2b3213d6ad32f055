package dev.lockstep.engine.syntax;

import dev.lockstep.engine.problem.Problem;
import dev.lockstep.engine.problem.ProblemCode;
import dev.lockstep.engine.syntax.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cuts an expression into words; goes on after an unusable character so that all of them are reported. */
final class Lexer {
  private final String text;
  private final List<Problem> problems;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  Lexer(String text, List<Problem> problems) {
    this.text = text;
    this.problems = problems;
  }

  List<Token> tokens() {
    while (at < text.length()) {
      char c = text.charAt(at);
      switch (c) {
        case '(' -> single(Kind.OPEN);
        case ')' -> single(Kind.CLOSE);
        case ',' -> single(Kind.COMMA);
        case '[' -> attribute();
        case '"' -> textConstant();
        case '=', '<', '>' -> comparison();
        case '&' -> hexadecimal();
        default -> {
          if (Character.isWhitespace(c) || c == '\u00a0' || c == '\ufeff') {
            at++;
          } else if (isDigit(c) || ((c == '-' || c == '+' || c == '.') && at + 1 < text.length() && isDigit(text.charAt(at + 1)))) {
            number();
          } else if (Character.isLetter(c) || c == '_') {
            name();
          } else {
            unexpected(c);
          }
        }
      }
    }
    tokens.add(new Token(Kind.END, "", new Span(text.length(), text.length())));
    return tokens;
  }

  private void single(Kind kind) {
    add(kind, text.substring(at, at + 1), at, at + 1);
  }

  private void attribute() {
    int close = text.indexOf(']', at);
    if (close < 0) {
      report("The attribute that starts here is not closed with ].", at, at + 1, null);
      at = text.length();
      return;
    }
    String name = text.substring(at + 1, close);
    if (name.isBlank()) {
      report("The attribute has no name.", at, close + 1, null);
    }
    add(Kind.ATTRIBUTE, name, at, close + 1);
  }

  private void textConstant() {
    StringBuilder content = new StringBuilder();
    int i = at + 1;
    while (i < text.length() && text.charAt(i) != '"') {
      char c = text.charAt(i);
      // Only \" and \\ are escapes; any other backslash stands for itself.
      if (c == '\\' && i + 1 < text.length() && (text.charAt(i + 1) == '"' || text.charAt(i + 1) == '\\')) {
        i++;
        c = text.charAt(i);
      }
      content.append(c);
      i++;
    }
    if (i >= text.length()) {
      report("The text constant that starts here is not closed with \".", at, at + 1, null);
      at = text.length();
      return;
    }
    add(Kind.TEXT, content.toString(), at, i + 1);
  }

  private void comparison() {
    int end = at + 1;
    if (end < text.length()) {
      char first = text.charAt(at);
      char second = text.charAt(end);
      if ((first != '=' && second == '=') || (first == '<' && second == '>')) {
        end++;
      }
    }
    add(Kind.COMPARISON, text.substring(at, end), at, end);
  }

  private void hexadecimal() {
    int end = at + 2;
    boolean marked = end <= text.length() && Character.toUpperCase(text.charAt(at + 1)) == 'H';
    while (marked && end < text.length() && Character.digit(text.charAt(end), 16) >= 0 && text.charAt(end) < 128) {
      end++;
    }
    if (!marked || end == at + 2) {
      report("& starts a hexadecimal number such as &HF7; texts are joined with Append or Join.", at, at + 1, null);
      at++;
      return;
    }
    add(Kind.NUMBER, text.substring(at, end), at, end);
  }

  private void number() {
    int end = at + 1;
    while (end < text.length() && (isDigit(text.charAt(end)) || text.charAt(end) == '.')) {
      end++;
    }
    String written = text.substring(at, end);
    boolean wrong = written.indexOf('.') != written.lastIndexOf('.') || written.endsWith(".");
    if (wrong) {
      report("This is not a number.", at, end, null);
    }
    add(Kind.NUMBER, wrong ? "0" : written, at, end);
  }

  private void name() {
    int end = at + 1;
    while (end < text.length() && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '_')) {
      end++;
    }
    add(Kind.NAME, text.substring(at, end), at, end);
  }

  private void unexpected(char c) {
    boolean quote = c == '\'' || c == '“' || c == '”' || c == '‘' || c == '’';
    int end = Character.isHighSurrogate(c) && at + 1 < text.length() ? at + 2 : at + 1;
    report(quote ? "Text constants stand in straight double quotes." : "This character has no meaning here.", at, end, quote ? "\"" : null);
    at = end;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private void add(Kind kind, String content, int start, int end) {
    tokens.add(new Token(kind, content, new Span(start, end)));
    at = end;
  }

  private void report(String message, int start, int end, @Nullable String suggestion) {
    problems.add(Problem.at(ProblemCode.SYNTAX, message, text, start, end, suggestion));
  }
}
