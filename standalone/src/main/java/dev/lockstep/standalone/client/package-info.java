/** The REST API, as the commands use it: nothing that a stranger's own client could not do. */
@NullMarked
package dev.lockstep.standalone.client;

import org.jspecify.annotations.NullMarked;
