/** One description of the API, merged from the services'. */
@NullMarked
package dev.lockstep.console.openapi;

import org.jspecify.annotations.NullMarked;
