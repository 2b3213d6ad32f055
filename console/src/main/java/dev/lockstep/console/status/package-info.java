/** Which services are ready, and who the caller is. */
@NullMarked
package dev.lockstep.console.status;

import org.jspecify.annotations.NullMarked;
