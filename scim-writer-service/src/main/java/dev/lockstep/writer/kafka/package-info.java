/** Topics in: desires, markers, apps' settings, and which partitions are ours. */
@NullMarked
package dev.lockstep.writer.kafka;

import org.jspecify.annotations.NullMarked;
