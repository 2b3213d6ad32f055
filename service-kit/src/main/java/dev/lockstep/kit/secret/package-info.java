/** Secrets at rest: anyone with the public keyset can seal, only the holder of the private one can open. */
@NullMarked
package dev.lockstep.kit.secret;

import org.jspecify.annotations.NullMarked;
