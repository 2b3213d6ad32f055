/** What an app's target is: address, profile, limits, credentials. */
@NullMarked
package dev.lockstep.writer.target;

import org.jspecify.annotations.NullMarked;
