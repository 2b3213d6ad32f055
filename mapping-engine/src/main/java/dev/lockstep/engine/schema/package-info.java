/** Synchronization schemas in Microsoft Graph's JSON shape, as plain trees. */
@NullMarked
package dev.lockstep.engine.schema;

import org.jspecify.annotations.NullMarked;
