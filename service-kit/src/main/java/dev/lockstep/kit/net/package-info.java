/** Which addresses may be called on behalf of people who only typed them. */
@NullMarked
package dev.lockstep.kit.net;

import org.jspecify.annotations.NullMarked;
