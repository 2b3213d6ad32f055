@NullMarked
package dev.lockstep.mapping.desire;

import org.jspecify.annotations.NullMarked;
