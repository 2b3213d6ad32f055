package dev.lockstep.engine.syntax;

import java.util.List;

/** Writes a tree as text that parses to the same tree. */
public final class Printer {
  private Printer() {}

  public static String print(Expression expression) {
    StringBuilder out = new StringBuilder();
    write(expression, out);
    return out.toString();
  }

  /** A text constant with its quotes and escapes. */
  public static String quote(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static void write(Expression expression, StringBuilder out) {
    switch (expression) {
      case Expression.Attribute attribute -> out.append('[').append(attribute.name()).append(']');
      case Expression.TextLiteral literal -> out.append(quote(literal.text()));
      case Expression.NumberLiteral literal -> out.append(literal.source());
      case Expression.Symbol symbol -> out.append(symbol.name());
      case Expression.Omitted _ -> {}
      case Expression.Comparison comparison -> {
        write(comparison.left(), out);
        out.append(' ').append(comparison.operator().sign()).append(' ');
        write(comparison.right(), out);
      }
      case Expression.Call call -> {
        out.append(call.name()).append('(');
        List<Expression> arguments = call.arguments();
        for (int i = 0; i < arguments.size(); i++) {
          out.append(i == 0 ? "" : ", ");
          write(arguments.get(i), out);
        }
        out.append(')');
      }
    }
  }
}
