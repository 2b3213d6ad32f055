@NullMarked
package dev.lockstep.mapping.schema;

import org.jspecify.annotations.NullMarked;
