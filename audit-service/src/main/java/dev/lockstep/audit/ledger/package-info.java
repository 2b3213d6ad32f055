/** Where facts are kept and found again. */
@NullMarked
package dev.lockstep.audit.ledger;

import org.jspecify.annotations.NullMarked;
