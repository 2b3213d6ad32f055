@NullMarked
package dev.lockstep.mapping.parked;

import org.jspecify.annotations.NullMarked;
