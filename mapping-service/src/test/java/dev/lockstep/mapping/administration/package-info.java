@NullMarked
package dev.lockstep.mapping.administration;

import org.jspecify.annotations.NullMarked;
