/** Replays: what failed, or what a source said within a time, is decided again from today's directory and mapping. */
@NullMarked
package dev.lockstep.mapping.replay;

import org.jspecify.annotations.NullMarked;
