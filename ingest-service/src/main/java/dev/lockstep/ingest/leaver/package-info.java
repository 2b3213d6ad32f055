/** People who are missing from a snapshot in suspicious numbers: held until a person decides. */
@NullMarked
package dev.lockstep.ingest.leaver;

import org.jspecify.annotations.NullMarked;
