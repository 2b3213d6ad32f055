/** What Lockstep measures. */
@NullMarked
package dev.lockstep.console.metrics;

import org.jspecify.annotations.NullMarked;
