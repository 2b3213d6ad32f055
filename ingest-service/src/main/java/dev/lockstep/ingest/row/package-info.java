/** What a source said last about each object, so that only changes travel on. */
@NullMarked
package dev.lockstep.ingest.row;

import org.jspecify.annotations.NullMarked;
