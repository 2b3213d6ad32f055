@NullMarked
package dev.lockstep.writer.fault;

import org.jspecify.annotations.NullMarked;
