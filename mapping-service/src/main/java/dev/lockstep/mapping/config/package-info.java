/** Wiring. */
@NullMarked
package dev.lockstep.mapping.config;

import org.jspecify.annotations.NullMarked;
