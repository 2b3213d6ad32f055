/** What may be called and what not. */
@NullMarked
package dev.lockstep.kit.net;

import org.jspecify.annotations.NullMarked;
