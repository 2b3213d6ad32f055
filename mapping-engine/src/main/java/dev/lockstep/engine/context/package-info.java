/** What an evaluation may ask of the world, handed in by the caller: time, chance and look-ups. */
@NullMarked
package dev.lockstep.engine.context;

import org.jspecify.annotations.NullMarked;
