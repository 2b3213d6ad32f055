package dev.lockstep.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.contracts.AccountOutcome;
import dev.lockstep.contracts.AccountOutcome.Action;
import dev.lockstep.contracts.AccountOutcome.Result;
import dev.lockstep.contracts.DesiredAccount.State;
import dev.lockstep.contracts.Topic;
import dev.lockstep.contracts.codec.Codec;
import dev.lockstep.kit.publish.KafkaPublisher;
import dev.lockstep.kit.publish.Outgoing;
import dev.lockstep.kit.testing.TestPlatform;
import dev.lockstep.store.EmbeddedStore;
import dev.lockstep.targets.ScimSdkApplication;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole service between a real broker, a real store and a SCIM server that others wrote. */
class WriterIT {
    private static ConfigurableApplicationContext service;
    private static EmbeddedStore store;
    private static ScimSdkApplication target;
    private static KafkaConsumer<String, byte[]> reader;
    private static final List<AccountOutcome> OUTCOMES = new ArrayList<>();

    @BeforeAll
    static void start() {
        store = EmbeddedStore.open(TestPlatform.directory("store"), 0, EmbeddedStore.Options.refusingUnindexedAbove(50));
        target = ScimSdkApplication.start(0, "secret", 0);
        service = WriterApplication.start("--server.port=0", "--lockstep.kafka.brokers=" + TestPlatform.brokers(),
                "--lockstep.mongo.url=" + store.uri(), "--lockstep.keys-directory=" + TestPlatform.keys(),
                "--lockstep.allowed-targets=127.0.0.0/8", "--lockstep.writer.deadline=5s");
        reader = new KafkaConsumer<>(Map.<String, Object>of("bootstrap.servers", TestPlatform.brokers()), new StringDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = reader.partitionsFor(Topic.ACCOUNT_OUTCOMES.topicName()).stream()
                .map(p -> new TopicPartition(p.topic(), p.partition())).toList();
        reader.assign(partitions);
        reader.seekToBeginning(partitions);
    }

    @AfterAll
    static void stop() {
        reader.close();
        service.close();
        target.close();
        store.close();
    }

    private static List<AccountOutcome> outcomes(String app) {
        reader.poll(Duration.ofMillis(100)).forEach(r -> OUTCOMES.add((AccountOutcome) Codec.decode(r.value()).data()));
        return OUTCOMES.stream().filter(o -> o.app().equals(app)).toList();
    }

    @Test
    void two_hundred_desires_become_two_hundred_accounts_and_each_outcome_is_told_once() {
        KafkaPublisher publisher = service.getBean(KafkaPublisher.class);
        var config = Desires.app("journey", target.baseUrl(), "secret");
        publisher.publish(List.of(Outgoing.of(Topic.APP_CONFIG, "journey", Codec.envelope("c1", "mapping", "journey", Instant.now(), config))));
        publish(publisher, IntStream.range(0, 200).mapToObj(n -> Desires.anybody("journey", "p" + n)).toList());

        await().atMost(Duration.ofSeconds(40)).untilAsserted(() -> assertThat(outcomes("journey")).hasSizeGreaterThanOrEqualTo(200));
        assertThat(outcomes("journey")).allMatch(o -> o.result() == Result.APPLIED && o.action() == Action.CREATE).hasSize(200);
        assertThat(outcomes("journey").stream().map(AccountOutcome::factId).collect(Collectors.toSet())).hasSize(200);

        publish(publisher, List.of(Desires.anybody("journey", "p7").with("displayName", "New name").version(2),
                Desires.anybody("journey", "p8").state(State.DISABLED).version(2)));

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(outcomes("journey")).hasSize(202));
        assertThat(outcomes("journey").stream().filter(o -> o.version() == 2)).extracting(AccountOutcome::action)
                .containsExactlyInAnyOrder(Action.UPDATE, Action.DISABLE);
    }

    private static void publish(KafkaPublisher publisher, List<Desires> desires) {
        publisher.publish(desires.stream().map(d -> Outgoing.of(Topic.ACCOUNT_DESIRED, d.desired().key(), d.envelope())).toList());
    }
}
