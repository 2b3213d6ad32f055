/** CloudEvents: each checked by itself, reserved, published, marked. */
@NullMarked
package dev.lockstep.ingest.event;

import org.jspecify.annotations.NullMarked;
