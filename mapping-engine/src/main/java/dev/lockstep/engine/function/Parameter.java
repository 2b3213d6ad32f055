package dev.lockstep.engine.function;

/**
 * One parameter of a function.
 *
 * @param required whether it may be left out
 * @param repeated whether it, with the repeated ones after it, may occur any number of times
 */
public record Parameter(String name, ParameterType type, boolean required, boolean repeated) {
  static Parameter of(String name, ParameterType type) {
    return new Parameter(name, type, true, false);
  }

  static Parameter optional(String name, ParameterType type) {
    return new Parameter(name, type, false, false);
  }

  static Parameter repeated(String name, ParameterType type) {
    return new Parameter(name, type, true, true);
  }
}
