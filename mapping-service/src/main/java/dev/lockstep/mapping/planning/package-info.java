/** Use case: a batch of changes in, desires out. Ports stand beside it. */
@NullMarked
package dev.lockstep.mapping.planning;

import org.jspecify.annotations.NullMarked;
