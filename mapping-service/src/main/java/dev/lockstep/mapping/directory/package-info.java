/** Pure: users, groups and memberships as their sources tell them; level, not edge. */
@NullMarked
package dev.lockstep.mapping.directory;

import org.jspecify.annotations.NullMarked;
