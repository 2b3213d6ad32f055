@NullMarked
package dev.lockstep.mapping.replay;

import org.jspecify.annotations.NullMarked;
