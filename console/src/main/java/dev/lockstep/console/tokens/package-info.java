/** API tokens: random, stored as hashes, shown once. */
@NullMarked
package dev.lockstep.console.tokens;

import org.jspecify.annotations.NullMarked;
