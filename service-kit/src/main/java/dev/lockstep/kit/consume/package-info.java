/** Reading topics: whole batches of undecoded bytes, so that one bad record is parked and not the batch. */
@NullMarked
package dev.lockstep.kit.consume;

import org.jspecify.annotations.NullMarked;
