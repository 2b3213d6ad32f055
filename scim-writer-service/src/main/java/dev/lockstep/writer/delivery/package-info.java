/** Takes accounts to what is desired: who may call, in which order, how fast, and what is remembered before and after. */
@NullMarked
package dev.lockstep.writer.delivery;

import org.jspecify.annotations.NullMarked;
