package dev.lockstep.engine.function;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All functions of the language. */
public final class FunctionCatalog {
  private static final List<FunctionSpec> ALL = Stream.of(
          TextFunctions.ALL, CaseFunctions.ALL, ReplaceFunction.ALL, LogicFunctions.ALL, ListFunctions.ALL, DateFunctions.ALL,
          NumberFunctions.ALL, RoleFunctions.ALL, IdentifierFunctions.ALL, FlowFunctions.ALL)
      .flatMap(List::stream)
      .sorted(Comparator.comparing(FunctionSpec::name))
      .toList();
  private static final Map<String, FunctionSpec> BY_NAME = byName();

  private FunctionCatalog() {}

  private static Map<String, FunctionSpec> byName() {
    Map<String, FunctionSpec> found = HashMap.newHashMap(ALL.size());
    ALL.forEach(spec -> found.put(spec.name(), spec));
    return Map.copyOf(found);
  }

  /** Every function, by name. */
  public static List<FunctionSpec> all() {
    return ALL;
  }

  /** The function of exactly this name (names are case-sensitive), or null. */
  public static @Nullable FunctionSpec find(String name) {
    return BY_NAME.get(name);
  }

  public static Set<String> names() {
    return BY_NAME.keySet();
  }
}
