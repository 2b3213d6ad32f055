@NullMarked
package dev.lockstep.mapping.gallery;

import org.jspecify.annotations.NullMarked;
