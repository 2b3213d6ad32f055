/** Sources in: what enterprises report becomes directory changes on a topic, durably and once. */
@NullMarked
package dev.lockstep.ingest;

import org.jspecify.annotations.NullMarked;
