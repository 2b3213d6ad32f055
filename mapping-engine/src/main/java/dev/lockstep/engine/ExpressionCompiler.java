package dev.lockstep.engine;

import dev.lockstep.engine.check.Bound;
import dev.lockstep.engine.check.Checker;
import dev.lockstep.engine.problem.ExpressionProblems;
import dev.lockstep.engine.problem.Problem;
import dev.lockstep.engine.problem.ProblemCode;
import dev.lockstep.engine.syntax.Expression;
import dev.lockstep.engine.syntax.Parser;
import dev.lockstep.engine.syntax.SyntaxNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** From the text of an expression to something that runs. */
public final class ExpressionCompiler {
  /** More problems than anyone reads; those further back are told when these are gone. */
  private static final int MAX_PROBLEMS = 500;

  private ExpressionCompiler() {}

  /** @throws ExpressionProblems with every problem of the text */
  public static CompiledExpression compile(String text) {
    List<Problem> problems = new ArrayList<>();
    Optional<Expression> tree = Parser.parse(text, problems);
    Bound bound = tree.map(parsed -> Checker.bind(parsed, text, problems)).orElse(null);
    if (!problems.isEmpty() || bound == null) {
      throw new ExpressionProblems(ordered(problems));
    }
    return new CompiledExpression(text, tree.get(), bound);
  }

  /** By position, without miscounted arguments and misplaced words that only follow from a mistake in the text. */
  private static List<Problem> ordered(List<Problem> all) {
    List<Problem> problems = all.stream().sorted(Comparator.comparingInt(Problem::position)).limit(MAX_PROBLEMS).toList();
    return problems.stream()
        .filter(each -> each.code() != ProblemCode.SYNTAX || problems.stream().noneMatch(other -> isQuoteOf(other, each)))
        .filter(each -> each.code() != ProblemCode.ARITY || problems.stream().noneMatch(other -> other.code() == ProblemCode.SYNTAX && encloses(each, other)))
        .toList();
  }

  /** Whether the one is a wrong quotation mark at either end of the other. */
  private static boolean isQuoteOf(Problem quote, Problem word) {
    return "\"".equals(quote.suggestion()) && word.suggestion() != quote.suggestion()
        && (quote.position() + quote.length() == word.position() || word.position() + word.length() == quote.position());
  }

  private static boolean encloses(Problem outer, Problem inner) {
    return inner.position() >= outer.position() && inner.position() < outer.position() + outer.length();
  }

  /** The parts of a text as plain data, as far as they can be told: also of a text with problems; empty when nothing can be told. */
  public static Optional<SyntaxNode> syntax(String text) {
    return Parser.parse(text, new ArrayList<>()).map(tree -> SyntaxNode.of(tree, text));
  }

  /** Every problem of a text; empty when it can be compiled. */
  public static List<Problem> check(String text) {
    try {
      compile(text);
      return List.of();
    } catch (ExpressionProblems found) {
      return found.problems();
    }
  }
}
