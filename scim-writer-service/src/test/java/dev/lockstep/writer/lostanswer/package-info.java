/** Whatever becomes of the answer to a create, there is one account. */
@org.jspecify.annotations.NullMarked
package dev.lockstep.writer.lostanswer;
