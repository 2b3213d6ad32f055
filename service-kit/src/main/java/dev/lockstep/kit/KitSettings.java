package dev.lockstep.kit;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings that every service has.
 *
 * @param service the service's name: client ids, metrics, logs
 * @param keysDirectory where the installation's key files are mounted
 * @param replicationFactor of topics that have to be created: 1 embedded, 3 on a cluster
 */
@ConfigurationProperties("lockstep")
public record KitSettings(
        @DefaultValue("service") String service,
        @DefaultValue(".lockstep/keys") Path keysDirectory,
        @DefaultValue("1") short replicationFactor) {
}
