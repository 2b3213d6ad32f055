@NullMarked
package dev.lockstep.targets;

import org.jspecify.annotations.NullMarked;
