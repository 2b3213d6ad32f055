package dev.lockstep.kit;

import com.mongodb.ReadConcern;
import com.mongodb.WriteConcern;
import dev.lockstep.kit.consume.Parking;
import dev.lockstep.kit.metrics.MeterCatalog;
import dev.lockstep.kit.metrics.MetricsConfiguration;
import dev.lockstep.kit.publish.KafkaPublisher;
import dev.lockstep.kit.topics.ConsumerLag;
import dev.lockstep.kit.topics.Topics;
import dev.lockstep.kit.web.WebConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.cloud.stream.config.ListenerContainerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.ExponentialBackOff;

/** What every service gets by depending on the kit. */
@AutoConfiguration
@EnableConfigurationProperties(KitSettings.class)
@Import({WebConfiguration.class, MetricsConfiguration.class})
public class KitConfiguration {
    @Bean
    @ConditionalOnMissingBean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    Admin kafkaAdminClient(@Value("${lockstep.kafka.brokers}") String brokers, KitSettings settings) {
        Admin admin = Admin.create(Map.of("bootstrap.servers", brokers, "client.id", settings.service() + "-admin"));
        Topics.create(admin, settings.replicationFactor());
        return admin;
    }

    /** Takes the admin client so that the topics exist before anything is published. */
    @Bean
    KafkaPublisher publisher(@Value("${lockstep.kafka.brokers}") String brokers, KitSettings settings, Admin kafkaAdminClient) {
        return new KafkaPublisher(brokers, settings.service());
    }

    @Bean
    static MeterCatalog kitMeters() {
        return MeterCatalog.of(Parking.PARKED);
    }

    @Bean
    Parking parking(KafkaPublisher publisher, MeterRegistry meters) {
        return new Parking(publisher, meters);
    }

    @Bean
    ConsumerLag consumerLag(Admin kafkaAdminClient) {
        return new ConsumerLag(kafkaAdminClient);
    }

    /**
     * A batch that fails because store or broker are away is tried again until they are back: giving up would commit past
     * it. While it waits the consumer stays in its group.
     */
    @Bean
    ListenerContainerCustomizer<AbstractMessageListenerContainer<?, ?>> neverGiveUp(Admin kafkaAdminClient) {
        return (container, destination, group) -> {
            ExponentialBackOff waits = new ExponentialBackOff(100, 2.0);
            waits.setMaxInterval(5_000);
            container.setCommonErrorHandler(new DefaultErrorHandler(waits));
            container.getContainerProperties().setDeliveryAttemptHeader(false);
        };
    }

    /** Acknowledged means: by the majority, and nothing that could be rolled back is read. */
    @Bean
    MongoClientSettingsBuilderCustomizer majority() {
        return settings -> settings
                .writeConcern(WriteConcern.MAJORITY)
                .readConcern(ReadConcern.MAJORITY)
                .applyToSocketSettings(s -> s.connectTimeout(5, TimeUnit.SECONDS).readTimeout(60, TimeUnit.SECONDS))
                .applyToClusterSettings(c -> c.serverSelectionTimeout(10, TimeUnit.SECONDS));
    }
}
