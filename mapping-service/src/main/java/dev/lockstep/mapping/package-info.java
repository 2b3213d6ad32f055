/** Decides which account everybody should have in every app, and says so on {@code account.desired}. */
@NullMarked
package dev.lockstep.mapping;

import org.jspecify.annotations.NullMarked;
