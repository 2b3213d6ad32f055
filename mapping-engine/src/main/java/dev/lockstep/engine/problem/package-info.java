/** What is wrong with an expression, a mapping, a filter or a schema, and where. */
@NullMarked
package dev.lockstep.engine.problem;

import org.jspecify.annotations.NullMarked;
