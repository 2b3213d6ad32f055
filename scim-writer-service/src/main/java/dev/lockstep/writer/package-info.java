/** The SCIM writer: takes every account to what is desired, and says what happened. */
@NullMarked
package dev.lockstep.writer;

import org.jspecify.annotations.NullMarked;
