@NullMarked
package dev.lockstep.mapping.directory;

import org.jspecify.annotations.NullMarked;
