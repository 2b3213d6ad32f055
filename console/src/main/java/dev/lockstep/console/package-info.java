/** The one front door: gateway, composed routes, web pages, sign-in and API tokens. */
@NullMarked
package dev.lockstep.console;

import org.jspecify.annotations.NullMarked;
