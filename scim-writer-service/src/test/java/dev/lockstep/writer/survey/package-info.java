@NullMarked
package dev.lockstep.writer.survey;

import org.jspecify.annotations.NullMarked;
