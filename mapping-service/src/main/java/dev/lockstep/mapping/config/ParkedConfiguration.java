package dev.lockstep.mapping.config;

import dev.lockstep.kit.publish.KafkaPublisher;
import dev.lockstep.mapping.parked.ParkedFeed;
import dev.lockstep.mapping.parked.ParkedMessages;
import dev.lockstep.mapping.parked.ParkedStore;
import dev.lockstep.mapping.parked.TopicBytes;
import dev.lockstep.mapping.sweep.Errands;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Parked messages of all services. */
@Configuration(proxyBeanMethods = false)
class ParkedConfiguration {
    private static final Duration REST = Duration.ofSeconds(5);

    /** Takes the admin client so that the topics exist before they are read. */
    @Bean
    ParkedFeed parkedFeed(@Value("${lockstep.kafka.brokers}") String brokers, ParkedStore store, Admin kafkaAdminClient, MeterRegistry meters) {
        Gauge.builder(MappingMeters.PARKED_WAITING.name(), store, s -> s.count(ParkedStore.Filter.ALL.waiting()))
                .description(MappingMeters.PARKED_WAITING.meaning()).strongReference(true).register(meters);
        return new ParkedFeed(brokers, store);
    }

    @Bean
    ParkedMessages parkedMessages(@Value("${lockstep.kafka.brokers}") String brokers, ParkedStore store, KafkaPublisher publisher, Clock clock) {
        return new ParkedMessages(store, new TopicBytes(brokers),
                (topic, partition, key, value) -> publisher.send(new ProducerRecord<>(topic, partition, key, value)),
                publisher, clock, UUID.randomUUID().toString());
    }

    @Bean(initMethod = "start")
    Errands parkedErrands(ParkedMessages messages) {
        return new Errands("parked", () -> {
            messages.run();
            return REST;
        });
    }
}
