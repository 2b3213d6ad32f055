/** Every function of the language as one entry of data: signature, sentence, examples and code. */
@NullMarked
package dev.lockstep.engine.function;

import org.jspecify.annotations.NullMarked;
