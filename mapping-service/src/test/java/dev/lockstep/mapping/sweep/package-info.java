@NullMarked
package dev.lockstep.mapping.sweep;

import org.jspecify.annotations.NullMarked;
