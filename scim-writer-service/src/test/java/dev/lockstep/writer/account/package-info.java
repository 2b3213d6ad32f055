@NullMarked
package dev.lockstep.writer.account;

import org.jspecify.annotations.NullMarked;
