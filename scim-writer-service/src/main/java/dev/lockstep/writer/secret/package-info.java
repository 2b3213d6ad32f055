/** The app's credentials, opened only here and never shown. */
@NullMarked
package dev.lockstep.writer.secret;

import org.jspecify.annotations.NullMarked;
