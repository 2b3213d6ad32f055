/** From topics into the ledger. */
@NullMarked
package dev.lockstep.audit.recording;

import org.jspecify.annotations.NullMarked;
