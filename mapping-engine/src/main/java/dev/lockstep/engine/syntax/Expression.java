package dev.lockstep.engine.syntax;

import java.math.BigDecimal;
import java.util.List;

/** A parsed expression; spans say where each part stands in the text. */
public sealed interface Expression {

  Span span();

  /** {@code [name]}: an attribute of the source object. */
  record Attribute(String name, Span span) implements Expression {}

  /** {@code "text"} after unescaping. */
  record TextLiteral(String text, Span span) implements Expression {}

  /** A bare number or {@code &H} hexadecimal; {@code source} is how it was written. */
  record NumberLiteral(String source, BigDecimal number, Span span) implements Expression {}

  /** A bare word such as {@code vbTextCompare}. */
  record Symbol(String name, Span span) implements Expression {}

  /** An argument left out: nothing between two commas. */
  record Omitted(Span span) implements Expression {}

  /** A function call. */
  record Call(String name, List<Expression> arguments, Span nameSpan, Span span) implements Expression {
    public Call {
      arguments = List.copyOf(arguments);
    }
  }

  /** {@code left operator right}, the condition of IIF and CBool. */
  record Comparison(Expression left, Operator operator, Expression right, Span span) implements Expression {}

  /** The six comparisons. */
  enum Operator {
    EQUAL("="),
    NOT_EQUAL("<>"),
    GREATER(">"),
    GREATER_OR_EQUAL(">="),
    LESS("<"),
    LESS_OR_EQUAL("<=");

    private final String sign;

    Operator(String sign) {
      this.sign = sign;
    }

    public String sign() {
      return sign;
    }
  }
}
