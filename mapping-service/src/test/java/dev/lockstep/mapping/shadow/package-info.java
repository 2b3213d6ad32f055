@NullMarked
package dev.lockstep.mapping.shadow;

import org.jspecify.annotations.NullMarked;
