/** HTTP for administrators and for the console. */
@NullMarked
package dev.lockstep.mapping.api;

import org.jspecify.annotations.NullMarked;
