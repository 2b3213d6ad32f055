/** A whole console for tests: real store, real broker, services as stubs. */
@NullMarked
package dev.lockstep.console.testing;

import org.jspecify.annotations.NullMarked;
