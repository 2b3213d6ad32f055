/** What takes two services to answer: a job as a whole, and provisioning on demand. */
@NullMarked
package dev.lockstep.console.job;

import org.jspecify.annotations.NullMarked;
