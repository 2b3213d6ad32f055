package dev.lockstep.engine.mapping;

import java.util.List;

/**
 * The account that a source object maps to, and where each of its values came from.
 *
 * @param values one entry for every mapping, in the mappings' order
 */
public record MappingTrace(MappedAccount account, List<MappedValue> values) {
  public MappingTrace {
    values = List.copyOf(values);
  }
}
