/** Use cases of administrators: apps, credentials, mappings, assignments, the job, provision on demand. */
@NullMarked
package dev.lockstep.mapping.administration;

import org.jspecify.annotations.NullMarked;
