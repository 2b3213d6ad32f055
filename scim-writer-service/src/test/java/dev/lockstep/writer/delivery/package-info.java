@NullMarked
package dev.lockstep.writer.delivery;

import org.jspecify.annotations.NullMarked;
