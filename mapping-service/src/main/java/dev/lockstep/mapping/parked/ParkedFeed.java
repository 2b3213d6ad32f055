package dev.lockstep.mapping.parked;

import dev.lockstep.contracts.Topic;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Follows all parked topics, as a group of its own, and stores what is said about each message. */
public final class ParkedFeed implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(ParkedFeed.class);
    private static final String GROUP = "mapping-parked";
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration AFTER_A_FAULT = Duration.ofSeconds(1);
    private static final String PARKED = ".parked";

    private final String brokers;
    private final ParkedStore store;
    private volatile @Nullable KafkaConsumer<String, byte[]> consumer;
    private volatile @Nullable Thread thread;
    private volatile boolean stopping;

    public ParkedFeed(String brokers, ParkedStore store) {
        this.brokers = brokers;
        this.store = store;
    }

    @Override
    public void start() {
        stopping = false;
        thread = Thread.ofPlatform().daemon().name("parked-feed").start(this::followForEver);
    }

    private void followForEver() {
        while (!stopping) {
            try (KafkaConsumer<String, byte[]> reader = new KafkaConsumer<>(Map.<String, Object>of("bootstrap.servers", brokers, "group.id", GROUP,
                    "enable.auto.commit", "false", "auto.offset.reset", "earliest", "max.poll.records", "100"),
                    new StringDeserializer(), new ByteArrayDeserializer())) {
                consumer = reader;
                reader.subscribe(Arrays.stream(Topic.values()).map(Topic::parked).toList());
                follow(reader);
            } catch (WakeupException stopped) {
                log.debug("stopped following the parked topics");
            } catch (RuntimeException e) {
                log.atWarn().addKeyValue("fault", e.getClass().getName()).log("reading parked messages again after a fault");
                LockSupport.parkNanos(AFTER_A_FAULT.toNanos());
            }
        }
    }

    private void follow(KafkaConsumer<String, byte[]> reader) {
        while (!stopping) {
            List<ParkedMessage> messages = new ArrayList<>();
            Map<String, Integer> before = new HashMap<>();
            reader.poll(POLL).forEach(record -> messages.add(read(record, before)));
            if (!messages.isEmpty()) {
                store.add(messages);
                reader.commitSync();
            }
        }
    }

    /** @param before how often which digest is in this batch already */
    private ParkedMessage read(ConsumerRecord<String, byte[]> record, Map<String, Integer> before) {
        String topic = record.topic().substring(0, record.topic().length() - PARKED.length());
        Instant at = Instant.ofEpochMilli(record.timestamp());
        String id = ParkedMessage.id(at, topic, record.partition(), record.offset());
        String digest = digest(topic, record.key(), record.value());
        return new ParkedMessage(id, topic, record.partition(), record.offset(), record.key(), header(record, "lockstep-parked-by"),
                header(record, "lockstep-code"), header(record, "lockstep-fault"), header(record, "lockstep-origin"), at,
                record.value() == null ? 0 : record.value().length, digest, store.earlier(digest, id) + before.merge(digest, 1, Integer::sum), ParkedMessage.State.PARKED, null, null);
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static String digest(String topic, @Nullable String key, byte @Nullable [] value) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update((topic + "\n" + key + "\n" + (value == null ? "-" : "+")).getBytes(StandardCharsets.UTF_8));
            if (value != null) {
                sha.update(value);
            }
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
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
}
