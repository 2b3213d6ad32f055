/**
 * Reconciliation of an app with its target: lists the target's accounts, compares them with what is desired, reports and repairs.
 * Pure: {@link dev.lockstep.writer.survey.Comparison}, {@link dev.lockstep.writer.survey.Completeness}.
 */
@NullMarked
package dev.lockstep.writer.survey;

import org.jspecify.annotations.NullMarked;
