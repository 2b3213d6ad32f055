/** What is measured: every meter is declared with its meaning, and only declared ones are kept. */
@NullMarked
package dev.lockstep.kit.metrics;

import org.jspecify.annotations.NullMarked;
