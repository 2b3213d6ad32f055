/** What the ledger holds, made from what travels on the topics. Pure. */
@NullMarked
package dev.lockstep.audit.fact;

import org.jspecify.annotations.NullMarked;
