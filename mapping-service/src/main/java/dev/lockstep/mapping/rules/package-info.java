/** Mappings, filters and schemas through the engine. */
@NullMarked
package dev.lockstep.mapping.rules;

import org.jspecify.annotations.NullMarked;
