@NullMarked
package dev.lockstep.mapping.fakes;

import org.jspecify.annotations.NullMarked;
