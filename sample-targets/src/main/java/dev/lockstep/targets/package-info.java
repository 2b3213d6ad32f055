/**
 * SCIM servers that others wrote, hosted for the demo and the tests; a recording proxy to put in front of them; a cheap
 * stub for the benchmark; and a reader that tells what accounts a server really has.
 */
@NullMarked
package dev.lockstep.targets;

import org.jspecify.annotations.NullMarked;
