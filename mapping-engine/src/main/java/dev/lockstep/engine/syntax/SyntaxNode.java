package dev.lockstep.engine.syntax;

import java.util.List;
import java.util.Locale;

/**
 * A part of an expression as plain data, for showing it.
 *
 * @param name attribute or function name, content of a text, a number or word as written, sign of a comparison; empty for an omitted argument
 * @param text the part as it stands in the expression
 * @param position offset of the first character in the expression's text, from 0
 * @param length number of characters, 0 for an omitted argument
 * @param children arguments of a call, sides of a comparison, in order
 */
public record SyntaxNode(Kind kind, String name, String text, int position, int length, List<SyntaxNode> children) {

  public SyntaxNode {
    children = List.copyOf(children);
  }

  /** What a part is; {@link #key()} is the spelling in the API. */
  public enum Kind {
    ATTRIBUTE,
    TEXT,
    NUMBER,
    WORD,
    OMITTED,
    CALL,
    COMPARISON;

    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** @param text what the expression was parsed from */
  public static SyntaxNode of(Expression expression, String text) {
    return switch (expression) {
      case Expression.Attribute attribute -> node(Kind.ATTRIBUTE, attribute.name(), expression, text, List.of());
      case Expression.TextLiteral literal -> node(Kind.TEXT, literal.text(), expression, text, List.of());
      case Expression.NumberLiteral literal -> node(Kind.NUMBER, literal.source(), expression, text, List.of());
      case Expression.Symbol symbol -> node(Kind.WORD, symbol.name(), expression, text, List.of());
      case Expression.Omitted _ -> node(Kind.OMITTED, "", expression, text, List.of());
      case Expression.Call call -> node(Kind.CALL, call.name(), expression, text, call.arguments());
      case Expression.Comparison comparison ->
          node(Kind.COMPARISON, comparison.operator().sign(), expression, text, List.of(comparison.left(), comparison.right()));
    };
  }

  private static SyntaxNode node(Kind kind, String name, Expression expression, String text, List<Expression> children) {
    Span span = expression.span();
    return new SyntaxNode(kind, name, text.substring(span.start(), span.end()), span.start(), span.end() - span.start(),
        children.stream().map(child -> of(child, text)).toList());
  }
}
