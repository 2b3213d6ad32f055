/** MongoDB set-up that every service shares. */
@NullMarked
package dev.lockstep.kit.store;

import org.jspecify.annotations.NullMarked;
