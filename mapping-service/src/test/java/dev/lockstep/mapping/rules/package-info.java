@NullMarked
package dev.lockstep.mapping.rules;

import org.jspecify.annotations.NullMarked;
