@NullMarked
package dev.lockstep.writer.scim;

import org.jspecify.annotations.NullMarked;
