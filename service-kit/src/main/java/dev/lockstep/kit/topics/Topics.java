package dev.lockstep.kit.topics;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;
import org.yaml.snakeyaml.Yaml;

/** Creates the topics of {@code topics.yaml} that do not exist yet; never changes one that does. */
public final class Topics {
    private Topics() {
    }

    /**
     * @param replicationFactor for new topics; 3 on a cluster, 1 embedded
     */
    public static void create(Admin admin, short replicationFactor) {
        try {
            Set<String> existing = admin.listTopics().names().get();
            List<NewTopic> missing = described(replicationFactor).stream()
                    .filter(topic -> !existing.contains(topic.name())).toList();
            for (var creation : admin.createTopics(missing).values().values()) {
                await(creation);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while creating topics", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the broker did not create the topics: " + e.getCause().getMessage(), e);
        }
    }

    private static void await(org.apache.kafka.common.KafkaFuture<Void> creation) throws InterruptedException, ExecutionException {
        try {
            creation.get();
        } catch (ExecutionException e) {
            // Another service was faster.
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static List<NewTopic> described(short replicationFactor) {
        Map<String, Object> page;
        try (InputStream in = Topics.class.getResourceAsStream("/dev/lockstep/kit/topics.yaml")) {
            page = new Yaml().load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("topics.yaml cannot be read", e);
        }
        List<NewTopic> topics = new ArrayList<>();
        Map<String, Object> twin = (Map<String, Object>) page.get("parked");
        for (Map<String, Object> topic : (List<Map<String, Object>>) page.get("topics")) {
            topics.add(topic((String) topic.get("name"), topic, replicationFactor));
            if (Boolean.TRUE.equals(topic.get("parked"))) {
                topics.add(topic(topic.get("name") + ".parked", twin, replicationFactor));
            }
        }
        return topics;
    }

    private static NewTopic topic(String name, Map<String, Object> described, short replicationFactor) {
        Map<String, String> config = new HashMap<>();
        if (Boolean.TRUE.equals(described.get("compacted"))) {
            config.put("cleanup.policy", "compact");
            // Removed secrets and persons must not stay long behind their tombstone.
            config.put("min.cleanable.dirty.ratio", "0.2");
            config.put("max.compaction.lag.ms", String.valueOf(Duration.ofHours(24).toMillis()));
        } else {
            int days = Integer.parseInt(((String) described.get("retention")).replace("d", ""));
            config.put("retention.ms", String.valueOf(Duration.ofDays(days).toMillis()));
        }
        return new NewTopic(name, (Integer) described.get("partitions"), replicationFactor).configs(config);
    }
}
