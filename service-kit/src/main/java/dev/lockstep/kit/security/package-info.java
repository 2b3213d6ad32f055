/** The short-lived signed tokens with which the console speaks for a caller. */
@NullMarked
package dev.lockstep.kit.security;

import org.jspecify.annotations.NullMarked;
