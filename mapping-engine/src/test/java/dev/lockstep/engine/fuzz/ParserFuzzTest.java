package dev.lockstep.engine.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import dev.lockstep.engine.ExpressionCompiler;
import dev.lockstep.engine.problem.Problem;
import dev.lockstep.engine.syntax.Expression;
import dev.lockstep.engine.syntax.Parser;
import dev.lockstep.engine.syntax.Printer;
import dev.lockstep.engine.syntax.SyntaxNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class ParserFuzzTest {
  /** Any text is a tree that prints to itself, or refused with problems that lie inside the text. */
  @FuzzTest(maxDuration = "10m")
  void any_text_is_parsed_or_refused(@NotNull String text) {
    for (Problem problem : ExpressionCompiler.check(text)) {
      Expect.that(problem.position() >= 0 && problem.position() <= text.length(), "a position outside the text");
      Expect.that(problem.length() >= 1 && !problem.message().isEmpty(), "an empty problem");
      Expect.that(problem.caret().lines().count() >= 1, "a problem without its place");
    }
    List<Problem> found = new ArrayList<>();
    Optional<Expression> tree = Parser.parse(text, found);
    tree.ifPresent(parsed -> {
      inside(SyntaxNode.of(parsed, text), 0, text.length());
      if (found.isEmpty()) {
        String printed = Printer.print(parsed);
        if (printed.length() <= Parser.MAX_LENGTH) {
          Expression again = Parser.parse(printed, found).orElseThrow();
          Expect.that(found.isEmpty() && Printer.print(again).equals(printed), "the printed tree does not parse to itself");
        }
      }
    });
  }

  private static void inside(SyntaxNode node, int from, int to) {
    Expect.that(node.position() >= from && node.position() + node.length() <= to, "a part outside its parent");
    node.children().forEach(child -> inside(child, node.position(), node.position() + node.length()));
  }
}
