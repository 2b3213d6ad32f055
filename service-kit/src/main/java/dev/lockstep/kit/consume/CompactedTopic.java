package dev.lockstep.kit.consume;

import dev.lockstep.contracts.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Reads a whole compacted topic from the start and then follows it; every replica reads all of it, without a consumer
 * group. {@link #start} returns once the end that the topic had at that moment has been read.
 */
public final class CompactedTopic implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(CompactedTopic.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration AFTER_A_FAULT = Duration.ofSeconds(1);

    private final String brokers;
    private final Topic topic;
    private final Listener listener;
    private volatile @Nullable KafkaConsumer<String, byte[]> consumer;
    private volatile @Nullable Thread thread;
    private volatile boolean stopping;

    /** Called in topic order by one thread. A failure is logged and the next record follows. */
    public interface Listener {
        /** @param value null when the key was removed */
        void changed(String key, byte @Nullable [] value);
    }

    public CompactedTopic(String brokers, Topic topic, Listener listener) {
        this.brokers = brokers;
        this.topic = topic;
        this.listener = listener;
    }

    @Override
    public void start() {
        stopping = false;
        CountDownLatch caughtUp = new CountDownLatch(1);
        thread = Thread.ofPlatform().daemon().name("compacted-" + topic.topicName()).start(() -> followForEver(caughtUp));
        try {
            if (!caughtUp.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("topic " + topic.topicName() + " could not be read to its end within 60 s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** After a fault of the client the whole topic is read again: what the listener knows already comes once more. */
    private void followForEver(CountDownLatch caughtUp) {
        while (!stopping) {
            try (KafkaConsumer<String, byte[]> reader = reader()) {
                consumer = reader;
                follow(reader, caughtUp);
            } catch (WakeupException stopped) {
                log.debug("stopped following {}", topic.topicName());
            } catch (KafkaException e) {
                log.atError().addKeyValue("topic", topic.topicName()).addKeyValue("fault", e.getClass().getName())
                        .log("reading a compacted topic again after a fault");
                LockSupport.parkNanos(AFTER_A_FAULT.toNanos());
            }
        }
    }

    private KafkaConsumer<String, byte[]> reader() {
        return new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", brokers, "enable.auto.commit", "false",
                        "fetch.max.wait.ms", "500", "client.id", "compacted-" + topic.topicName() + "-" + System.identityHashCode(this)),
                new StringDeserializer(), new ByteArrayDeserializer());
    }

    private void follow(KafkaConsumer<String, byte[]> reader, CountDownLatch caughtUp) {
        List<TopicPartition> partitions = reader.partitionsFor(topic.topicName()).stream()
                .map(p -> new TopicPartition(p.topic(), p.partition())).toList();
        reader.assign(partitions);
        reader.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = new HashMap<>(reader.endOffsets(partitions));
        while (!stopping) {
            for (ConsumerRecord<String, byte[]> record : reader.poll(POLL)) {
                deliver(record);
            }
            if (caughtUp.getCount() > 0 && ends.entrySet().stream().allMatch(e -> reader.position(e.getKey()) >= e.getValue())) {
                caughtUp.countDown();
            }
        }
    }

    private void deliver(ConsumerRecord<String, byte[]> record) {
        try {
            listener.changed(record.key(), record.value());
        } catch (RuntimeException e) {
            log.atError().addKeyValue("topic", topic.topicName()).addKeyValue("offset", record.offset())
                    .addKeyValue("fault", e.getClass().getName()).log("record of a compacted topic ignored");
        }
    }

    @Override
    public void stop() {
        stopping = true;
        KafkaConsumer<String, byte[]> reader = consumer;
        Thread follower = thread;
        if (reader != null && follower != null) {
            reader.wakeup();
            try {
                follower.join(Duration.ofSeconds(10));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        consumer = null;
        thread = null;
    }

    @Override
    public boolean isRunning() {
        Thread follower = thread;
        return follower != null && follower.isAlive();
    }

    /** Before the consumers of other topics, which need what this one tells. */
    @Override
    public int getPhase() {
        return -100;
    }
}
