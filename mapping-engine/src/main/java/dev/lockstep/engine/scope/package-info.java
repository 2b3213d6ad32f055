/** Scoping filters: which source objects an application gets. */
@NullMarked
package dev.lockstep.engine.scope;

import org.jspecify.annotations.NullMarked;
