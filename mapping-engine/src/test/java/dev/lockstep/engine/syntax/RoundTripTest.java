package dev.lockstep.engine.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.ExpressionCompiler;
import dev.lockstep.engine.Vectors;
import dev.lockstep.engine.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class RoundTripTest {
  private static final Span NOWHERE = new Span(0, 0);

  @TestFactory
  Stream<DynamicTest> parse_print_parse_is_identity_for_every_vector() {
    return Vectors.expressions().stream()
        .filter(text -> ExpressionCompiler.check(text).isEmpty())
        .map(text -> DynamicTest.dynamicTest(text.substring(0, Math.min(60, text.length())), () -> {
          Expression tree = parse(text);
          String printed = Printer.print(tree);
          assertThat(withoutPlaces(parse(printed))).isEqualTo(withoutPlaces(tree));
          assertThat(Printer.print(parse(printed))).isEqualTo(printed);
        }));
  }

  @Test
  void parse_print_parse_is_identity_for_any_tree() {
    Random random = new Random(20260702);
    for (int i = 0; i < 3_000; i++) {
      Expression tree = tree(random, 5);
      String printed = Printer.print(tree);
      assertThat(withoutPlaces(parse(printed))).as(printed).isEqualTo(tree);
    }
  }

  @Test
  void any_text_is_either_compiled_or_refused_with_problems() {
    Random random = new Random(5);
    List<String> pieces = List.of("(", ")", ",", "[a]", "\"", "\\", "Join", "Switch(", "Replace([a], , \"", "\"x\"", "1", "-", "&H", "=", "<>", " ", "é", "🙂", "IIF(", "]", "[");
    for (int i = 0; i < 20_000; i++) {
      String text = IntStream.range(0, random.nextInt(14)).mapToObj(_ -> pieces.get(random.nextInt(pieces.size()))).collect(Collectors.joining());
      List<Problem> problems = ExpressionCompiler.check(text);
      assertThat(problems).allSatisfy(problem -> assertThat(problem.position()).isBetween(0, text.length()));
    }
  }

  private static Expression parse(String text) {
    List<Problem> problems = new ArrayList<>();
    Expression tree = Parser.parse(text, problems).orElseThrow(() -> new AssertionError(problems.toString()));
    assertThat(problems).isEmpty();
    return tree;
  }

  private static Expression tree(Random random, int depth) {
    return switch (depth == 0 ? random.nextInt(3) : random.nextInt(6)) {
      case 0 -> new Expression.Attribute("a" + random.nextInt(9), NOWHERE);
      case 1 -> new Expression.TextLiteral(IntStream.range(0, random.nextInt(6)).mapToObj(_ -> "a\\\",)( [é\n".substring(random.nextInt(9)).substring(0, 1))
          .collect(Collectors.joining()), NOWHERE);
      case 2 -> {
        String source = random.nextBoolean() ? "-" + random.nextInt(100) + ".5" : "&H" + Integer.toHexString(random.nextInt(999));
        yield new Expression.NumberLiteral(source, source.startsWith("&") ? new java.math.BigDecimal(Integer.parseInt(source.substring(2), 16))
            : new java.math.BigDecimal(source), NOWHERE);
      }
      default -> {
        List<Expression> arguments = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
          arguments.add(random.nextInt(5) == 0 ? new Expression.Omitted(NOWHERE)
              : random.nextInt(6) == 0 ? new Expression.Comparison(tree(random, depth - 1), Expression.Operator.values()[random.nextInt(6)], tree(random, 0), NOWHERE)
              : tree(random, depth - 1));
        }
        // One argument left out cannot be told from none.
        yield new Expression.Call("F" + random.nextInt(9), arguments.size() == 1 && arguments.getFirst() instanceof Expression.Omitted ? List.of() : arguments,
            NOWHERE, NOWHERE);
      }
    };
  }

  private static Expression withoutPlaces(Expression tree) {
    return switch (tree) {
      case Expression.Attribute node -> new Expression.Attribute(node.name(), NOWHERE);
      case Expression.TextLiteral node -> new Expression.TextLiteral(node.text(), NOWHERE);
      case Expression.NumberLiteral node -> new Expression.NumberLiteral(node.source(), node.number(), NOWHERE);
      case Expression.Symbol node -> new Expression.Symbol(node.name(), NOWHERE);
      case Expression.Omitted _ -> new Expression.Omitted(NOWHERE);
      case Expression.Call node -> new Expression.Call(node.name(), node.arguments().stream().map(RoundTripTest::withoutPlaces).toList(), NOWHERE, NOWHERE);
      case Expression.Comparison node -> new Expression.Comparison(withoutPlaces(node.left()), node.operator(), withoutPlaces(node.right()), NOWHERE);
    };
  }
}
