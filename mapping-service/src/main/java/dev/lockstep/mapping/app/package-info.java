/** Pure: apps, their settings and the life of their job. */
@NullMarked
package dev.lockstep.mapping.app;

import org.jspecify.annotations.NullMarked;
