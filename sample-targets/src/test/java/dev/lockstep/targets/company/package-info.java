@NullMarked
package dev.lockstep.targets.company;

import org.jspecify.annotations.NullMarked;
