package dev.lockstep.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import dev.lockstep.engine.function.FunctionCatalog;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every function's table in vectors/functions, and the published vectors that are about it. */
class FunctionTablesTest {
  @TestFactory
  Stream<DynamicTest> each_branch_of_each_function_gives_its_result() {
    return FunctionCatalog.all().stream().map(spec -> DynamicTest.dynamicTest(spec.name(), () -> {
      List<Map<String, Object>> table = Vectors.read("vectors/functions/" + spec.name() + ".json");
      assertThat(table).isNotEmpty().allSatisfy(vector -> assertThat(vector.get("function")).isEqualTo(spec.name()));
      assertAll(Stream.concat(Vectors.read("expressions.json").stream().filter(vector -> vector.get("function").equals(spec.name())), table.stream())
          .map(vector -> () -> run(vector)));
    }));
  }

  private static void run(Map<String, Object> vector) {
    try {
      ExpressionVectorsTest.run(vector);
    } catch (AssertionError wrong) {
      throw new AssertionError(vector.get("id") + " " + vector.get("expression") + ": " + wrong.getMessage(), wrong);
    }
  }
}
