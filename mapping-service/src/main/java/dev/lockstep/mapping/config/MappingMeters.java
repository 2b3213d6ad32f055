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

    static final MeterSpec REPLAY_ITEMS = MeterSpec.counter("lockstep.replay.items", "items",
            "Items of replays that were settled, by what became of them; an item that failed first and was written later counts twice.", "result");
    static final MeterSpec PARKED_WAITING = MeterSpec.gauge("lockstep.parked.waiting", "messages",
            "Parked messages of all services that nobody has put back; each needs a look.");

    @Bean
    static MeterCatalog mappingMeterCatalog() {
        return MeterCatalog.of(BATCH, RECORDS, REPLAY_ITEMS, PARKED_WAITING);
    }
}
