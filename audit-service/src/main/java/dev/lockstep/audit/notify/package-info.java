/** One mail per app, reason and episode. */
@NullMarked
package dev.lockstep.audit.notify;

import org.jspecify.annotations.NullMarked;
