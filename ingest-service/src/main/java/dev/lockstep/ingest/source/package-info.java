/** Sources: who may post what, in which shape, with which key. */
@NullMarked
package dev.lockstep.ingest.source;

import org.jspecify.annotations.NullMarked;
