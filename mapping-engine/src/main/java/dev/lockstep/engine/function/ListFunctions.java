package dev.lockstep.engine.function;

import static dev.lockstep.engine.function.Parameter.of;
import static dev.lockstep.engine.function.ParameterType.INTEGER;
import static dev.lockstep.engine.function.ParameterType.LIST;
import static dev.lockstep.engine.function.ParameterType.TEXT;

import dev.lockstep.engine.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** Functions of multi-valued attributes. */
final class ListFunctions {
  static final List<FunctionSpec> ALL = List.of(
      FunctionSpec.of("Count", ResultType.NUMBER, List.of(of("attribute", LIST)), "Gives the number of values.",
          arguments -> Value.number(arguments.items(0).size()),
          Example.of("Count([proxyAddresses])", "proxyAddresses", List.of("a", "b", "c"), "3"), Example.of("Count([proxyAddresses])", "0")),
      FunctionSpec.of("Item", ResultType.ANY, List.of(of("attribute", LIST), of("index", INTEGER)),
          "Gives the value at index, which counts from 1; no value past the end.", ListFunctions::item,
          Example.of("Item([proxyAddresses], 2)", "proxyAddresses", List.of("a", "b"), "b"),
          Example.of("Item([proxyAddresses], 3)", "proxyAddresses", List.of("a", "b"), null)),
      FunctionSpec.of("RemoveDuplicates", ResultType.LIST, List.of(of("attribute", LIST)), "Gives every different value once, case-sensitively, in order.",
          ListFunctions::removeDuplicates,
          Example.of("RemoveDuplicates([proxyAddresses])", "proxyAddresses", List.of("a", "b", "a"), "a, b"),
          Example.of("RemoveDuplicates(Split(\"x;X;x\", \";\"))", "x, X")),
      FunctionSpec.of("Split", ResultType.LIST, List.of(of("source", TEXT), of("delimiter", TEXT)),
          "Cuts source at every delimiter into several values without blanks around them; empty ones are left out.", ListFunctions::split,
          Example.of("Split([sets], \",\")", "sets", "One, Two", "One, Two"), Example.of("Split(\"red|green\", \"|\")", "red, green")));

  private ListFunctions() {}

  private static Value item(Arguments arguments) {
    List<Value> items = arguments.items(0);
    int index = arguments.position(1);
    if (index < 1) {
      throw arguments.failure(1, "The index counts from 1.");
    }
    return index <= items.size() ? items.get(index - 1) : Value.NOTHING;
  }

  private static Value removeDuplicates(Arguments arguments) {
    List<Value> items = arguments.items(0);
    arguments.charge(items.size());
    return items.isEmpty() ? Value.NOTHING : new Value.Items(List.copyOf(new LinkedHashSet<>(items)));
  }

  private static Value split(Arguments arguments) {
    String text = arguments.textOrNull(0);
    String delimiter = arguments.text(1);
    if (delimiter.isEmpty()) {
      throw arguments.failure(1, "The delimiter cannot be empty.");
    }
    if (text == null) {
      return Value.NOTHING;
    }
    List<Value> items = new ArrayList<>();
    int from = 0;
    int at;
    do {
      at = text.indexOf(delimiter, from);
      int end = at < 0 ? text.length() : at;
      String item = text.substring(from, end).strip();
      if (!item.isEmpty()) {
        items.add(new Value.Text(item));
      }
      arguments.charge(1);
      from = end + delimiter.length();
    } while (at >= 0);
    return new Value.Items(items);
  }
}
