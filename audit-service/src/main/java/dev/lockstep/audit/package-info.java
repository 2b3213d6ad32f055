/** Records every change, outcome and activity exactly once, answers auditors and tells people about failures. */
@NullMarked
package dev.lockstep.audit;

import org.jspecify.annotations.NullMarked;
