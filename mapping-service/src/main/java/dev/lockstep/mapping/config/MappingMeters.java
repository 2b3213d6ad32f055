package dev.lockstep.mapping.config;

import dev.lockstep.kit.metrics.MeterCatalog;
import dev.lockstep.kit.metrics.MeterSpec;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the mapping service measures. */
@Configuration(proxyBeanMethods = false)
class MappingMeters {
    static final MeterSpec BATCH = MeterSpec.timer("lockstep.mapping.batch",
            "Time to take a batch from the topics, decide, store and publish it.");
    static final MeterSpec RECORDS = MeterSpec.counter("lockstep.mapping.records", "messages",
            "Changes and re-evaluations that were decided.");

    @Bean
    static MeterCatalog mappingMeterCatalog() {
        return MeterCatalog.of(BATCH, RECORDS);
    }
}
