/** Plumbing that every service shares. If it ever mentions a person or an account, it is in the wrong place. */
@NullMarked
package dev.lockstep.kit;

import org.jspecify.annotations.NullMarked;
