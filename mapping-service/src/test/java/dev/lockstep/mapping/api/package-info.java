@NullMarked
package dev.lockstep.mapping.api;

import org.jspecify.annotations.NullMarked;
