/** How the parts are put together. */
@NullMarked
package dev.lockstep.writer.config;

import org.jspecify.annotations.NullMarked;
