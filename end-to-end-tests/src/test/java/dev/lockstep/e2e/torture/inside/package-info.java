/** What runs inside the services while a bug is planted in them; it knows nothing of their classes. */
@NullMarked
package dev.lockstep.e2e.torture.inside;

import org.jspecify.annotations.NullMarked;
