/** JSON of the contracts; the only place here that knows Jackson. */
@NullMarked
package dev.lockstep.contracts.codec;

import org.jspecify.annotations.NullMarked;
