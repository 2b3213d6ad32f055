/** The .NET dialect of regular expressions on a linear-time matcher. */
@NullMarked
package dev.lockstep.engine.regex;

import org.jspecify.annotations.NullMarked;
