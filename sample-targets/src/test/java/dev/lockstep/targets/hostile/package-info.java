@NullMarked
package dev.lockstep.targets.hostile;

import org.jspecify.annotations.NullMarked;
