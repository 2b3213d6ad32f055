/** Facts for the audit: rejected input and what administrators did. */
@NullMarked
package dev.lockstep.ingest.fact;

import org.jspecify.annotations.NullMarked;
