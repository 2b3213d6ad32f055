/** Pure: which single step takes an account from what is known of it to what is desired. */
@NullMarked
package dev.lockstep.writer.reconcile;

import org.jspecify.annotations.NullMarked;
