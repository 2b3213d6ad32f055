/** Failures of the writer and parked messages of mapping as one list, and replays of them: what takes both services. */
@NullMarked
package dev.lockstep.console.replay;

import org.jspecify.annotations.NullMarked;
