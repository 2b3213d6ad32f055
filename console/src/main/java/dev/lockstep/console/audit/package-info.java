/** The console's own facts for the ledger. */
@NullMarked
package dev.lockstep.console.audit;

import org.jspecify.annotations.NullMarked;
