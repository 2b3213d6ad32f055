package dev.lockstep.engine.mapping;

import dev.lockstep.engine.problem.Problem;

/**
 * One attribute could not be computed; the others flow all the same.
 *
 * @param source the mapping's source as an expression's text
 */
public record MappingFailure(String target, String source, Problem problem) {}
