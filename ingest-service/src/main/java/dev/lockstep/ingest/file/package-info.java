/** CSV files as HR systems export them, streamed. */
@NullMarked
package dev.lockstep.ingest.file;

import org.jspecify.annotations.NullMarked;
