package dev.lockstep.kit.metrics;

import io.micrometer.core.instrument.config.MeterFilter;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Holds every service to the meters that it declares. */
@Configuration(proxyBeanMethods = false)
@Import(MeterRoutes.class)
public class MetricsConfiguration {
    @Bean
    static MeterFilter declaredOnly(List<MeterCatalog> catalogs) {
        return new DeclaredOnly(catalogs);
    }
}
