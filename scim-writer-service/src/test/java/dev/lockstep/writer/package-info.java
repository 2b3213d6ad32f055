@NullMarked
package dev.lockstep.writer;

import org.jspecify.annotations.NullMarked;
