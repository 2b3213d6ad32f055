package dev.lockstep.writer.config;

import com.mongodb.client.MongoDatabase;
import dev.lockstep.contracts.Topic;
import dev.lockstep.kit.KitSettings;
import dev.lockstep.kit.consume.CompactedTopic;
import dev.lockstep.kit.consume.Inbox;
import dev.lockstep.kit.consume.Parking;
import dev.lockstep.kit.net.AddressPolicy;
import dev.lockstep.kit.net.TargetSettings;
import dev.lockstep.kit.publish.KafkaPublisher;
import dev.lockstep.kit.store.Indexes;
import dev.lockstep.writer.account.WorkTable;
import dev.lockstep.writer.delivery.Delivery;
import dev.lockstep.writer.delivery.DeliverySettings;
import dev.lockstep.writer.delivery.Holds;
import dev.lockstep.writer.delivery.Requests;
import dev.lockstep.writer.delivery.SyncMarks;
import dev.lockstep.writer.kafka.AppSettings;
import dev.lockstep.writer.kafka.DesiredAccounts;
import dev.lockstep.writer.kafka.Partitions;
import dev.lockstep.writer.mongo.MongoApprovals;
import dev.lockstep.writer.mongo.MongoFindings;
import dev.lockstep.writer.mongo.MongoPaces;
import dev.lockstep.writer.mongo.MongoQuarantines;
import dev.lockstep.writer.mongo.MongoRemovals;
import dev.lockstep.writer.mongo.MongoRequests;
import dev.lockstep.writer.mongo.MongoSightings;
import dev.lockstep.writer.mongo.MongoSlotTable;
import dev.lockstep.writer.mongo.MongoSurveys;
import dev.lockstep.writer.mongo.MongoSyncMarks;
import dev.lockstep.writer.mongo.MongoWorkTable;
import dev.lockstep.writer.secret.KeyCheck;
import dev.lockstep.writer.secret.Secrets;
import dev.lockstep.writer.survey.Reconciliations;
import dev.lockstep.writer.survey.SurveySettings;
import dev.lockstep.writer.target.Targets;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.MongoDatabaseFactory;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({DeliverySettings.class, TargetSettings.class})
public class WriterConfiguration {
    @Bean
    MongoDatabase writerDatabase(MongoDatabaseFactory factory) {
        MongoDatabase database = factory.getMongoDatabase();
        MongoSurveys.indexes(MongoSightings.indexes(MongoFindings.indexes(new Indexes()))).create(database);
        MongoRemovals.indexes(MongoSyncMarks.indexes(MongoWorkTable.indexes(new Indexes()))).create(database);
        MongoWorkTable.upgrade(database);
        return database;
    }

    @Bean
    WorkTable workTable(MongoDatabase database) {
        return new MongoWorkTable(database);
    }

    @Bean
    SyncMarks syncMarks(MongoDatabase database) {
        return new MongoSyncMarks(database);
    }

    @Bean
    Requests requests(MongoDatabase database) {
        return new MongoRequests(database);
    }

    @Bean
    AddressPolicy addressPolicy(TargetSettings settings) {
        return new AddressPolicy(settings.allowedTargets(), InetAddress::getAllByName);
    }

    @Bean(destroyMethod = "close")
    Targets targets(KitSettings kit, MongoDatabase database, AddressPolicy policy, DeliverySettings settings, Clock clock) {
        return new Targets(new Secrets(KeyCheck.opener(kit.keysDirectory(), database)), policy, settings.connectTimeout(), settings.deadline(), clock);
    }

    /** Takes the targets, so that it ends before their connections do. */
    @Bean(destroyMethod = "close")
    Delivery delivery(MongoDatabase database, WorkTable table, SyncMarks marks, Requests requests, KafkaPublisher publisher, Clock clock,
            DeliverySettings settings, MeterRegistry meters, Targets targets) {
        return new Delivery(new Delivery.Stores(table, new MongoSlotTable(database), marks, new MongoQuarantines(database), requests, new MongoRemovals(database), new MongoPaces(database)),
                publisher, clock, settings, meters);
    }

    @Bean(destroyMethod = "close")
    Reconciliations reconciliations(MongoDatabase database, WorkTable table, Delivery delivery, KafkaPublisher publisher, Clock clock, MeterRegistry meters) {
        return new Reconciliations(new Reconciliations.Stores(new MongoSurveys(database), new MongoSightings(database), new MongoFindings(database)), table, delivery,
                publisher, clock, SurveySettings.STANDARD, meters);
    }

    @Bean
    Holds holds(MongoDatabase database, WorkTable table, KafkaPublisher publisher, Clock clock, Delivery delivery) {
        return new Holds(table, new MongoApprovals(database), publisher, clock, delivery::wantsMore);
    }

    @Bean
    Inbox desiredAccounts(Parking parking, Delivery delivery) {
        return new Inbox("writer", parking, new DesiredAccounts(delivery));
    }

    @Bean
    Partitions partitions(Delivery delivery, KafkaPublisher publisher) {
        return new Partitions(delivery, publisher);
    }

    @Bean
    CompactedTopic appSettings(@Value("${lockstep.kafka.brokers}") String brokers, Targets targets, Delivery delivery, Holds holds,
            Reconciliations reconciliations) {
        return new CompactedTopic(brokers, Topic.APP_CONFIG, new AppSettings(targets, delivery, holds, reconciliations));
    }
}
