@NullMarked
package dev.lockstep.writer.forecast;

import org.jspecify.annotations.NullMarked;
