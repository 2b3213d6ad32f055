package dev.lockstep.audit;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param retentionDays how long facts are kept
 * @param quiet an episode of failures without a new one for this long is over
 */
@ConfigurationProperties("lockstep.audit")
public record AuditSettings(@DefaultValue("400") int retentionDays, @DefaultValue("1h") Duration quiet) {
}
