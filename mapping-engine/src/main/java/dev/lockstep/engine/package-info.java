/**
 * Entra-compatible mapping expressions: compile once, evaluate many times, from any thread.
 *
 * <p>Start at {@link dev.lockstep.engine.ExpressionCompiler}; mappings are in {@code mapping}, filters in {@code scope}.
 */
@NullMarked
package dev.lockstep.engine;

import org.jspecify.annotations.NullMarked;
