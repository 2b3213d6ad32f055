package dev.lockstep.engine.check;

import dev.lockstep.engine.eval.Node;
import java.util.Set;

/**
 * A checked expression.
 *
 * @param attributes the source attributes that it reads
 * @param functions the functions that it calls
 */
public record Bound(Node node, Set<String> attributes, Set<String> functions) {
  public Bound {
    attributes = Set.copyOf(attributes);
    functions = Set.copyOf(functions);
  }
}
