/** The mapping engine beside two common expression languages, doing the same work. */
@NullMarked
package dev.lockstep.bench.expressions;

import org.jspecify.annotations.NullMarked;
