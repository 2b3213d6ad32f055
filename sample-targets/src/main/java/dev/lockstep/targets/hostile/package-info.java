/** A SCIM application that misbehaves in every way that is known of real ones, and writes down what it really did. */
@NullMarked
package dev.lockstep.targets.hostile;

import org.jspecify.annotations.NullMarked;
