package dev.lockstep.engine.scope;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every vector of scoping.json, none skipped. */
class ScopingVectorsTest {

  @TestFactory
  Stream<DynamicTest> each_vector_is_in_or_out_of_scope_as_published() {
    return Vectors.read("scoping.json").stream().map(vector -> DynamicTest.dynamicTest((String) vector.get("id"), () -> run(vector)));
  }

  @SuppressWarnings("unchecked")
  private static void run(Map<String, Object> vector) {
    ScopingFilter filter = ScopingFilter.of(groups((Map<String, Object>) vector.get("filter")));
    Map<String, Object> attributes = (Map<String, Object>) vector.get("attributes");
    assertThat(filter.matches(attributes)).isEqualTo(vector.get("inScope"));
    assertThat(filter.explain(attributes).inScope()).isEqualTo(vector.get("inScope"));
  }

  @SuppressWarnings("unchecked")
  private static List<FilterGroup> groups(Map<String, Object> filter) {
    List<FilterGroup> groups = new ArrayList<>();
    if (filter == null) {
      return groups;
    }
    for (Map<String, Object> group : (List<Map<String, Object>>) filter.get("groups")) {
      List<Clause> clauses = new ArrayList<>();
      for (Map<String, Object> clause : (List<Map<String, Object>>) group.get("clauses")) {
        Map<String, Object> operand = (Map<String, Object>) clause.get("targetOperand");
        List<String> values = operand == null ? List.of() : (List<String>) operand.get("values");
        clauses.add(new Clause((String) clause.get("sourceOperandName"), (String) clause.get("operatorName"), values));
      }
      groups.add(new FilterGroup((String) group.get("name"), clauses));
    }
    return groups;
  }
}
