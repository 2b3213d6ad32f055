package dev.lockstep.engine.mapping;

import org.jspecify.annotations.Nullable;

/**
 * How one attribute of an account is filled.
 *
 * @param target SCIM path, for instance {@code emails[type eq "work"].value}
 * @param matchingPriority 0 for an attribute that does not match, else its place in the order in which matching attributes are tried
 * @param defaultValue value used when the account is created and the source has none
 * @param clearWhenNull whether a source without a value clears the attribute; otherwise it is left alone
 * @param type the target attribute's type; {@link TargetType#REFERENCE} for references such as manager
 */
public record AttributeMapping(
    String target, Source source, int matchingPriority, FlowType flowType, @Nullable String defaultValue, boolean clearWhenNull, TargetType type) {

  public static AttributeMapping of(String target, Source source) {
    return new AttributeMapping(target, source, 0, FlowType.ALWAYS, null, false, TargetType.UNSPECIFIED);
  }

  public static AttributeMapping direct(String target, String attribute) {
    return of(target, new Source.Direct(attribute));
  }

  public static AttributeMapping constant(String target, String value) {
    return of(target, new Source.Constant(value));
  }

  public static AttributeMapping expression(String target, String text) {
    return of(target, new Source.Expression(text));
  }

  /** A mapping of another object's id, for instance of the manager. */
  public static AttributeMapping reference(String target, String attribute) {
    return direct(target, attribute).typed(TargetType.REFERENCE);
  }

  public boolean reference() {
    return type == TargetType.REFERENCE;
  }

  public AttributeMapping matching(int priority) {
    return new AttributeMapping(target, source, priority, flowType, defaultValue, clearWhenNull, type);
  }

  public AttributeMapping flowing(FlowType flow) {
    return new AttributeMapping(target, source, matchingPriority, flow, defaultValue, clearWhenNull, type);
  }

  public AttributeMapping orElse(@Nullable String value) {
    return new AttributeMapping(target, source, matchingPriority, flowType, value, clearWhenNull, type);
  }

  public AttributeMapping clearingWhenNull() {
    return new AttributeMapping(target, source, matchingPriority, flowType, defaultValue, true, type);
  }

  public AttributeMapping typed(TargetType targetType) {
    return new AttributeMapping(target, source, matchingPriority, flowType, defaultValue, clearWhenNull, targetType);
  }
}
