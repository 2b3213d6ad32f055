package dev.lockstep.engine.schema;

import dev.lockstep.engine.mapping.AttributeMapping;
import dev.lockstep.engine.mapping.MappingSet;
import dev.lockstep.engine.scope.FilterGroup;
import dev.lockstep.engine.scope.ScopingFilter;
import java.util.List;
import java.util.Set;

/**
 * How one kind of source object becomes one kind of target object.
 *
 * @param name title for administrators
 * @param sourceObject for instance {@code User}
 * @param targetObject for instance {@code urn:ietf:params:scim:schemas:extension:enterprise:2.0:User}
 * @param flowTypes what may be done in the target
 * @param scope groups of the scoping filter; none lets every object pass
 * @param pointer place in the document, RFC 6901
 */
public record ObjectMapping(
    String name,
    String sourceObject,
    String targetObject,
    boolean enabled,
    Set<FlowOperation> flowTypes,
    List<FilterGroup> scope,
    List<AttributeMapping> attributeMappings,
    String pointer) {

  public ObjectMapping {
    flowTypes = Set.copyOf(flowTypes);
    scope = List.copyOf(scope);
    attributeMappings = List.copyOf(attributeMappings);
  }

  public ScopingFilter filter() {
    return ScopingFilter.of(scope);
  }

  public MappingSet mappings() {
    return MappingSet.compile(attributeMappings);
  }
}
