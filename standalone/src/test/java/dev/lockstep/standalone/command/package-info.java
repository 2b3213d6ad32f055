@NullMarked
package dev.lockstep.standalone.command;

import org.jspecify.annotations.NullMarked;
