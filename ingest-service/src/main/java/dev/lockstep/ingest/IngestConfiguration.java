package dev.lockstep.ingest;

import dev.lockstep.contracts.Topic;
import dev.lockstep.ingest.event.Intake;
import dev.lockstep.ingest.event.MongoReservations;
import dev.lockstep.ingest.event.Reservations;
import dev.lockstep.ingest.leaver.HeldLeavers;
import dev.lockstep.ingest.row.MongoRowBook;
import dev.lockstep.ingest.row.RowBook;
import dev.lockstep.ingest.source.MongoSources;
import dev.lockstep.ingest.source.SourceDesk;
import dev.lockstep.ingest.source.SourceKeyAuthenticator;
import dev.lockstep.ingest.source.Sources;
import dev.lockstep.kit.metrics.MeterCatalog;
import dev.lockstep.kit.publish.Publisher;
import dev.lockstep.kit.topics.ConsumerLag;
import dev.lockstep.kit.web.BearerAuthenticator;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.apache.kafka.clients.admin.Admin;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.MongoDatabaseFactory;

/** Puts the parts of this service together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IngestSettings.class)
class IngestConfiguration {
    @Bean
    Sources sources(MongoDatabaseFactory mongo) {
        return new MongoSources(mongo.getMongoDatabase());
    }

    @Bean
    Reservations reservations(MongoDatabaseFactory mongo) {
        return new MongoReservations(mongo.getMongoDatabase());
    }

    @Bean
    RowBook rowBook(MongoDatabaseFactory mongo) {
        return new MongoRowBook(mongo.getMongoDatabase());
    }

    @Bean
    BearerAuthenticator sourceKeys(Sources sources, Clock clock) {
        return new SourceKeyAuthenticator(sources, clock);
    }

    @Bean
    SourceDesk sourceDesk(Sources sources, RowBook rows, HeldLeavers held, Publisher publisher, Clock clock) {
        return new SourceDesk(sources, rows, held, publisher, clock);
    }

    @Bean
    static MeterCatalog ingestMeters() {
        return Counters.CATALOG;
    }

    @Bean
    Counters counters(MeterRegistry meters) {
        return new Counters(meters);
    }

    @Bean
    Backlog backlog(Admin kafkaAdminClient, ConsumerLag lag, Publisher publisher) {
        return new KafkaBacklog(kafkaAdminClient, lag, publisher.partitions(Topic.DIRECTORY_CHANGES));
    }

    @Bean
    Gate gate(Backlog backlog, IngestSettings settings) {
        return new Gate(backlog, settings.maxBacklog());
    }

    @Bean
    Posting posting(Sources sources, Gate gate, Clock clock) {
        return new Posting(sources, gate, clock);
    }

    @Bean
    Intake intake(Reservations reservations, Sources sources, Publisher publisher, Counters counters, Clock clock, IngestSettings settings) {
        return new Intake(reservations, sources, publisher, counters, clock, settings.inFlightWait());
    }
}
