package dev.lockstep.mapping.config;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of this service.
 *
 * @param defaultDomain the organisation's mail domain, what {@code DefaultDomain()} gives; null when it has none
 */
@ConfigurationProperties("lockstep.mapping")
record MappingSettings(@Nullable String defaultDomain) {
}
