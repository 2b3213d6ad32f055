/** Forwards requests to the service that owns them, streaming, in the caller's name. */
@NullMarked
package dev.lockstep.console.gateway;

import org.jspecify.annotations.NullMarked;
