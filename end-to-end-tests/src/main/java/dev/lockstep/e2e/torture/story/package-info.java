/** What happens at the sources, from a seed, and a reference model of what must come of it; none of the product's code. */
@NullMarked
package dev.lockstep.e2e.torture.story;

import org.jspecify.annotations.NullMarked;
