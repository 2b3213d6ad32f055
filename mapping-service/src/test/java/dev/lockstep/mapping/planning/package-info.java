@NullMarked
package dev.lockstep.mapping.planning;

import org.jspecify.annotations.NullMarked;
