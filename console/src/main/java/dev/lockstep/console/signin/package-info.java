/** Sessions of people in a browser, opened with an API token. */
@NullMarked
package dev.lockstep.console.signin;

import org.jspecify.annotations.NullMarked;
