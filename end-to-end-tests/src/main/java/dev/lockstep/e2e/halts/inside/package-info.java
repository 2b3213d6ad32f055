/** What runs inside the services while their halts are tried; the services themselves know nothing of it. */
@NullMarked
package dev.lockstep.e2e.halts.inside;

import org.jspecify.annotations.NullMarked;
