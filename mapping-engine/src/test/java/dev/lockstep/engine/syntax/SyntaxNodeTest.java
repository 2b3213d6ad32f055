package dev.lockstep.engine.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.ExpressionCompiler;
import dev.lockstep.engine.syntax.SyntaxNode.Kind;
import org.junit.jupiter.api.Test;

class SyntaxNodeTest {
  @Test
  void an_expression_is_shown_as_plain_data_with_positions() {
    String text = "IIF([a] = \"x\\\\\",  Replace([b], , \"c\", , &HF),Now())";

    SyntaxNode tree = ExpressionCompiler.compile("IIF([a] = \"x\\\\\",  Left([b], &HF),Now())").syntax();

    assertThat(tree.kind()).isEqualTo(Kind.CALL);
    assertThat(tree.name()).isEqualTo("IIF");
    SyntaxNode condition = tree.children().getFirst();
    assertThat(condition).isEqualTo(new SyntaxNode(Kind.COMPARISON, "=", "[a] = \"x\\\\\"", 4, 11, condition.children()));
    assertThat(condition.children()).extracting(SyntaxNode::name).containsExactly("a", "x\\");
    assertThat(tree.children()).extracting(SyntaxNode::text).containsExactly("[a] = \"x\\\\\"", "Left([b], &HF)", "Now()");
    assertThat(ExpressionCompiler.syntax(text)).hasValueSatisfying(broken -> {
      SyntaxNode call = broken.children().get(1);
      assertThat(call.children()).extracting(child -> child.kind().key()).containsExactly("attribute", "omitted", "text", "omitted", "number");
      assertThat(call.children().get(1).length()).isZero();
    });
  }

  @Test
  void a_text_that_is_no_expression_has_no_tree() {
    assertThat(ExpressionCompiler.syntax("")).isEmpty();
    assertThat(ExpressionCompiler.syntax("\"open")).isEmpty();
    assertThat(ExpressionCompiler.syntax("Nope(vbTextCompare)")).hasValueSatisfying(tree -> assertThat(tree.children().getFirst().kind()).isEqualTo(Kind.WORD));
  }
}
