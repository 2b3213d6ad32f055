package dev.lockstep.ingest;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of this service.
 *
 * @param maxBacklog above so many changes that the mapping service has not read, nothing more is accepted (429)
 * @param inFlightWait how long an event waits for another request that is just publishing the same one
 * @param maxFileBytes of a CSV file, unpacked
 */
@ConfigurationProperties("lockstep.ingest")
public record IngestSettings(
        @DefaultValue("200000") long maxBacklog,
        @DefaultValue("2s") Duration inFlightWait,
        @DefaultValue("524288000") long maxFileBytes) {
}
