/** Who gets in, by which way, and what browsers are told. */
@NullMarked
package dev.lockstep.console.security;

import org.jspecify.annotations.NullMarked;
