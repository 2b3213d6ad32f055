/** Attribute mappings: from a source object to the wanted account. */
@NullMarked
package dev.lockstep.engine.mapping;

import org.jspecify.annotations.NullMarked;
