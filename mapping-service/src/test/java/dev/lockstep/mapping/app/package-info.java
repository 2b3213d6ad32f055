@NullMarked
package dev.lockstep.mapping.app;

import org.jspecify.annotations.NullMarked;
