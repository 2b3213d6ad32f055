/**
 * The MongoDB wire protocol on one file: a store that starts with the services and needs no installation.
 *
 * <p>{@link dev.lockstep.store.EmbeddedStore} is the only public door. Everything else hangs off public and protected
 * API of mongo-java-server, whose protocol, update operators, matcher and aggregation are used as they are; documents,
 * indexes, query planning and durability are this package's.
 */
@NullMarked
package dev.lockstep.store;

import org.jspecify.annotations.NullMarked;
