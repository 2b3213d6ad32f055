@NullMarked
package dev.lockstep.writer.reconcile;

import org.jspecify.annotations.NullMarked;
