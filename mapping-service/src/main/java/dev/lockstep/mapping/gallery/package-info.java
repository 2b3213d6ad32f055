/** The templates of the gallery, read from a data file. */
@NullMarked
package dev.lockstep.mapping.gallery;

import org.jspecify.annotations.NullMarked;
