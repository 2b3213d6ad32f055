/** The routes. */
@NullMarked
package dev.lockstep.audit.web;

import org.jspecify.annotations.NullMarked;
