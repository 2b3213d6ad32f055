/** SCIM bulk requests as Entra's API-driven provisioning takes them. */
@NullMarked
package dev.lockstep.ingest.scim;

import org.jspecify.annotations.NullMarked;
