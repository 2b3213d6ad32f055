/** Coverage-guided fuzz targets; the default build replays their corpus, which stands beside them in the resources. */
@NullMarked
package dev.lockstep.engine.fuzz;

import org.jspecify.annotations.NullMarked;
