/** Writing topics: acknowledged by the broker, or failed. */
@NullMarked
package dev.lockstep.kit.publish;

import org.jspecify.annotations.NullMarked;
