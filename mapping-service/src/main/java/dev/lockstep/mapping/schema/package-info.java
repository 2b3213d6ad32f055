/** What an app's mappings say: their versions, what differs between two of them, whom a change reaches, and previews. */
@NullMarked
package dev.lockstep.mapping.schema;

import org.jspecify.annotations.NullMarked;
