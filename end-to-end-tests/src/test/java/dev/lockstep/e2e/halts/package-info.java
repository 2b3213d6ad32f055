@org.jspecify.annotations.NullMarked
package dev.lockstep.e2e.halts;
