/** Pure: from an object and an app's rules to the desired account, or to the reason why there is none. */
@NullMarked
package dev.lockstep.mapping.desire;

import org.jspecify.annotations.NullMarked;
