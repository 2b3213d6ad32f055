package dev.lockstep.engine.syntax;

import dev.lockstep.engine.problem.Problem;
import dev.lockstep.engine.problem.ProblemCode;
import dev.lockstep.engine.syntax.Expression.Operator;
import dev.lockstep.engine.syntax.Token.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Recursive descent over
 * {@code expression = operand [comparison operand]}, {@code operand = [attribute] | "text" | number | word | name(argument, …)}.
 * After a mistake in one argument it goes on with the next, so that all mistakes are reported together.
 */
public final class Parser {
  /** An expression's greatest length in characters (UTF-16 units), as in Entra. */
  public static final int MAX_LENGTH = 10_000;

  /** How deep calls may be nested. */
  public static final int MAX_DEPTH = 256;

  private final String text;
  private final List<Problem> problems;
  private final List<Token> tokens;
  private int at;

  private Parser(String text, List<Problem> problems, List<Token> tokens) {
    this.text = text;
    this.problems = problems;
    this.tokens = tokens;
  }

  /**
   * The tree of a text; problems are added to the list, and empty is returned when there is no tree at all. With problems the tree holds what
   * could be told.
   */
  public static Optional<Expression> parse(String text, List<Problem> problems) {
    if (text.length() > MAX_LENGTH) {
      problems.add(Problem.at(ProblemCode.LENGTH,
          "The expression has " + text.length() + " characters; at most " + MAX_LENGTH + " are allowed.", text, MAX_LENGTH, text.length(), null));
      return Optional.empty();
    }
    int known = problems.size();
    List<Token> tokens = new Lexer(text, problems).tokens();
    // What cannot even be cut into words still shows most of its calls; what else is wrong with their shape only follows from that.
    Parser parser = new Parser(text, problems.size() > known ? new ArrayList<>() : problems, tokens);
    try {
      return Optional.of(parser.whole());
    } catch (GivenUp givenUp) {
      return Optional.empty();
    }
  }

  private Expression whole() {
    if (peek().kind() == Kind.END) {
      throw giveUp("The expression is empty.", peek().span(), null);
    }
    Expression expression = comparison(0);
    if (peek().kind() != Kind.END) {
      report("Nothing may follow the end of the expression.", new Span(peek().span().start(), text.length()), null);
    }
    return expression;
  }

  private Expression comparison(int depth) {
    Expression left = operand(depth);
    Token sign = peek();
    if (sign.kind() != Kind.COMPARISON) {
      return left;
    }
    at++;
    Operator operator = operator(sign);
    if (peek().kind() == Kind.COMPARISON) {
      report("There is no comparison " + sign.text() + peek().text() + ".", peek().span(), sign.text().equals("=") ? "=" : null);
      at++;
    }
    Expression right = operand(depth);
    return new Expression.Comparison(left, operator, right, new Span(left.span().start(), right.span().end()));
  }

  private Operator operator(Token sign) {
    for (Operator operator : Operator.values()) {
      if (operator.sign().equals(sign.text())) {
        return operator;
      }
    }
    throw giveUp("There is no comparison " + sign.text() + ".", sign.span(), null);
  }

  private Expression operand(int depth) {
    Token token = peek();
    return switch (token.kind()) {
      case ATTRIBUTE -> {
        at++;
        yield new Expression.Attribute(token.text(), token.span());
      }
      case TEXT -> {
        at++;
        yield new Expression.TextLiteral(token.text(), token.span());
      }
      case NUMBER -> {
        at++;
        yield new Expression.NumberLiteral(token.text(), number(token.text()), token.span());
      }
      case NAME -> {
        at++;
        yield peek().kind() == Kind.OPEN ? call(token, depth) : new Expression.Symbol(token.text(), token.span());
      }
      case END -> {
        if (depth == 0) {
          throw giveUp("The expression ends where a value is expected.", token.span(), null);
        }
        // The call around it reports that it is not closed.
        yield new Expression.Omitted(token.span());
      }
      case OPEN, CLOSE, COMMA, COMPARISON -> {
        report("Expected [attribute], \"text\", a number or a function, found " + token.text() + ".", token.span(), null);
        at++;
        yield new Expression.Omitted(token.span());
      }
    };
  }

  private Expression call(Token name, int depth) {
    if (depth >= MAX_DEPTH) {
      throw giveUp("Functions are nested deeper than " + MAX_DEPTH + ".", name.span(), null);
    }
    Token open = peek();
    at++;
    List<Expression> arguments = new ArrayList<>();
    if (peek().kind() == Kind.CLOSE) {
      return new Expression.Call(name.text(), arguments, name.span(), new Span(name.span().start(), next().span().end()));
    }
    while (true) {
      arguments.add(argument(depth));
      if (peek().kind() != Kind.COMMA && peek().kind() != Kind.CLOSE && peek().kind() != Kind.END) {
        report("Expected , or ) in the arguments of " + name.text() + ".", peek().span(), null);
        skipArgument();
      }
      Token after = peek();
      if (after.kind() == Kind.END) {
        report("The ( of " + name.text() + " is not closed.", open.span(), null);
      } else {
        at++;
      }
      if (after.kind() != Kind.COMMA) {
        return new Expression.Call(name.text(), arguments, name.span(), new Span(name.span().start(), after.span().end()));
      }
    }
  }

  private Expression argument(int depth) {
    Token token = peek();
    if (token.kind() == Kind.COMMA || token.kind() == Kind.CLOSE || token.kind() == Kind.END) {
      return new Expression.Omitted(new Span(token.span().start(), token.span().start()));
    }
    return comparison(depth + 1);
  }

  /** To the comma or parenthesis that ends the argument at hand. */
  private void skipArgument() {
    int open = 0;
    while (peek().kind() != Kind.END) {
      Kind kind = peek().kind();
      if (open == 0 && (kind == Kind.COMMA || kind == Kind.CLOSE)) {
        return;
      }
      open += kind == Kind.OPEN ? 1 : kind == Kind.CLOSE ? -1 : 0;
      at++;
    }
  }

  private static BigDecimal number(String written) {
    return written.charAt(0) == '&' ? new BigDecimal(new BigInteger(written.substring(2), 16)) : new BigDecimal(written);
  }

  private Token peek() {
    return tokens.get(at);
  }

  private Token next() {
    return tokens.get(at++);
  }

  private void report(String message, Span span, @Nullable String suggestion) {
    problems.add(Problem.at(ProblemCode.SYNTAX, message, text, span.start(), span.end(), suggestion));
  }

  private GivenUp giveUp(String message, Span span, @Nullable String suggestion) {
    report(message, span, suggestion);
    return new GivenUp();
  }

  /** There is no sensible way to read on; the problem is already reported. */
  private static final class GivenUp extends RuntimeException {
    private static final long serialVersionUID = 1L;

    GivenUp() {
      super(null, null, false, false);
    }
  }
}
