/** Keys of an installation. */
@NullMarked
package dev.lockstep.kit.security;

import org.jspecify.annotations.NullMarked;
