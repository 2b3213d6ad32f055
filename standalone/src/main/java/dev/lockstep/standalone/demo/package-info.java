/** The main job on a sample company, step by step, as the Pingboard tutorial does it; ends with a comparison. */
@NullMarked
package dev.lockstep.standalone.demo;

import org.jspecify.annotations.NullMarked;
