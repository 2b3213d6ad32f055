/** A draft of an app's mappings beside the ones that count: what it would change, without changing anything. */
@NullMarked
package dev.lockstep.mapping.shadow;

import org.jspecify.annotations.NullMarked;
