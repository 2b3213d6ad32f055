/** The work table: one row per app and object with the newest desire, the known link and what is due. */
@NullMarked
package dev.lockstep.writer.account;

import org.jspecify.annotations.NullMarked;
