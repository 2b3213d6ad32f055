package dev.lockstep.kit.consume;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import dev.lockstep.kit.publish.KafkaPublisher;
import dev.lockstep.kit.metrics.MeterSpec;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Where messages go that a service cannot use: the topic's parked twin, original bytes and key, error and origin in
 * headers. Parking returns when the broker has acknowledged.
 */
public final class Parking {
    public static final MeterSpec PARKED = MeterSpec.counter("lockstep.parked", "messages",
            "Messages that this service could not use and put on the topic's parked twin; each needs a look.", "topic", "code");

    private final KafkaPublisher publisher;
    private final MeterRegistry meters;

    public Parking(KafkaPublisher publisher, MeterRegistry meters) {
        this.publisher = publisher;
        this.meters = meters;
    }

    /**
     * @param by the reader that could not use it
     * @param code {@code undecodable} or {@code handler-failed}
     * @param fault for people; never the content
     */
    public void park(String by, Received record, String code, String fault) {
        List<Header> headers = Map.of(
                        "lockstep-origin", record.position(), "lockstep-parked-by", by,
                        "lockstep-code", code, "lockstep-fault", fault)
                .entrySet().stream()
                .<Header>map(e -> new RecordHeader(e.getKey(), e.getValue().getBytes(StandardCharsets.UTF_8)))
                .toList();
        publisher.send(new ProducerRecord<>(record.topic() + ".parked", null, record.key(), record.value(), headers));
        PARKED.counterIn(meters, record.topic(), code).increment();
    }
}
