@NullMarked
package dev.lockstep.ingest.leaver;

import org.jspecify.annotations.NullMarked;
