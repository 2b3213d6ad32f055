/** HTTP: who may call what, and errors as problem details (RFC 9457). */
@NullMarked
package dev.lockstep.kit.web;

import org.jspecify.annotations.NullMarked;
