/** Lockstep as separate processes that can be killed, stopped and continued. */
@NullMarked
package dev.lockstep.e2e.torture.cluster;

import org.jspecify.annotations.NullMarked;
