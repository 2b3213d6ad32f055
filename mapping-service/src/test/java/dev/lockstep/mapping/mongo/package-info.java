@NullMarked
package dev.lockstep.mapping.mongo;

import org.jspecify.annotations.NullMarked;
