/** The SCIM client: HTTP with hard limits, an address guard on every connection, tolerant reading. */
@NullMarked
package dev.lockstep.writer.scim;

import org.jspecify.annotations.NullMarked;
