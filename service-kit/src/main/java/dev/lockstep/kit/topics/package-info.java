/** Topics as topics.yaml describes them, and how far behind a reader is. */
@NullMarked
package dev.lockstep.kit.topics;

import org.jspecify.annotations.NullMarked;
