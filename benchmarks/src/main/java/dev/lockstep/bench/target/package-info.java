/** SCIM applications that behave as a measurement wants them to, all in one process apart from the load. */
@NullMarked
package dev.lockstep.bench.target;

import org.jspecify.annotations.NullMarked;
