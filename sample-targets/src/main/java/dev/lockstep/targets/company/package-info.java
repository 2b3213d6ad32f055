/** "Harbour &amp; Pine", a made-up company with people, groups and a working day, as an HR system would export it. */
@NullMarked
package dev.lockstep.targets.company;

import org.jspecify.annotations.NullMarked;
