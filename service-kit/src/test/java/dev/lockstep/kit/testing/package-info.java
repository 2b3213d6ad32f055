/** What the tests of all services share: one real broker per JVM, keys, tokens, and an in-memory publisher. */
@NullMarked
package dev.lockstep.kit.testing;

import org.jspecify.annotations.NullMarked;
