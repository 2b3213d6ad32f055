package dev.lockstep.console;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of the console.
 *
 * @param adminTokenFile where the first admin token is written when there is none yet; nowhere when not set
 * @param ingestUrl address of the ingest service, such as {@code http://127.0.0.1:8081}
 * @param mappingUrl address of the mapping service
 * @param writerUrl address of the SCIM writer service
 * @param auditUrl address of the audit service
 */
@ConfigurationProperties("lockstep")
public record ConsoleSettings(@Nullable Path adminTokenFile, URI ingestUrl, URI mappingUrl, URI writerUrl, URI auditUrl) {
}
