/** Web pages, made from the same REST API that everybody else uses. */
@NullMarked
package dev.lockstep.console.pages;

import org.jspecify.annotations.NullMarked;
