@NullMarked
package dev.lockstep.e2e.torture;

import org.jspecify.annotations.NullMarked;
