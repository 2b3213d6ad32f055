@NullMarked
package dev.lockstep.bench.target;

import org.jspecify.annotations.NullMarked;
