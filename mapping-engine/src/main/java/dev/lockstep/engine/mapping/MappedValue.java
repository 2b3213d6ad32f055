package dev.lockstep.engine.mapping;

import dev.lockstep.engine.problem.Problem;
import org.jspecify.annotations.Nullable;

/**
 * What became of one mapping, for previews.
 *
 * @param source where the value comes from, as an expression's text
 * @param value what flows, null when nothing does
 * @param problem why it failed
 */
public record MappedValue(String target, String source, Outcome outcome, @Nullable Object value, @Nullable Problem problem) {

  /** The ways that a mapping can end. */
  public enum Outcome {
    FLOWS,
    /** Used only when the account is created. */
    ON_CREATE,
    /** The default value, used only when the account is created. */
    DEFAULT_ON_CREATE,
    /** The id of another object, resolved by the writer. */
    REFERENCE,
    /** The target attribute is emptied; on creation the default value, if any, is used. */
    CLEARED,
    /** The source has no value, or the expression leaves the attribute out. */
    NOT_FLOWED,
    FAILED
  }
}
