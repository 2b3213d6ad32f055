@NullMarked
package dev.lockstep.mapping;

import org.jspecify.annotations.NullMarked;
