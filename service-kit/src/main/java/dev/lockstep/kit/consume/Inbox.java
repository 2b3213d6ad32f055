package dev.lockstep.kit.consume;

import dev.lockstep.contracts.Envelope;
import dev.lockstep.contracts.codec.Codec;
import dev.lockstep.contracts.codec.Undecodable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.kafka.support.KafkaNull;
import org.springframework.messaging.Message;

/**
 * Turns one polled batch into decoded records for a handler.
 *
 * <p>What cannot be decoded is parked. When the handler fails because store or broker are away, the failure goes up and the
 * container polls the same batch again, for as long as it takes. When it fails for any other reason, the batch is handed
 * over again one record at a time, and the record that still fails alone is parked: nothing is dropped and nothing blocks
 * the rest. So a handler must bear seeing a record twice.
 */
public final class Inbox implements Consumer<Message<List<?>>> {
    private static final Logger log = LoggerFactory.getLogger(Inbox.class);

    private final String name;
    private final Handler handler;
    private final Parking parking;

    /** Takes a decoded batch, in topic order per partition. Returning means that every effect is durable. */
    public interface Handler {
        void handle(List<Received> batch);
    }

    public Inbox(String name, Parking parking, Handler handler) {
        this.name = name;
        this.parking = parking;
        this.handler = handler;
    }

    @Override
    public void accept(Message<List<?>> batch) {
        handle(decode(raw(batch)));
    }

    private void handle(List<Received> records) {
        if (records.isEmpty()) {
            return;
        }
        try {
            handler.handle(records);
        } catch (RuntimeException failure) {
            if (Outage.isOutage(failure)) {
                throw failure;
            }
            if (records.size() == 1) {
                park(records.getFirst(), failure);
            } else {
                log.atWarn().addKeyValue("inbox", name).addKeyValue("records", records.size())
                        .addKeyValue("fault", failure.getClass().getName()).log("batch failed, taking its records one by one");
                records.forEach(record -> handle(List.of(record)));
            }
        }
    }

    private void park(Received record, RuntimeException failure) {
        log.atError().addKeyValue("inbox", name).addKeyValue("position", record.position())
                .addKeyValue("fault", failure.getClass().getName()).addKeyValue("at", where(failure)).log("record parked");
        parking.park(name, record, "handler-failed", failure.getClass().getSimpleName() + " at " + where(failure));
    }

    /** The message of an exception may hold personal data; the place does not. */
    private static String where(RuntimeException failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        return trace.length == 0 ? "unknown place" : trace[0].toString();
    }

    private List<Received> decode(List<Received> raw) {
        List<Received> decoded = new ArrayList<>(raw.size());
        for (Received record : raw) {
            byte[] value = record.value();
            if (value == null) {
                decoded.add(record);
                continue;
            }
            try {
                Envelope<?> envelope = Codec.decode(value);
                decoded.add(new Received(
                        record.topic(), record.partition(), record.offset(), record.key(), value, envelope));
            } catch (Undecodable fault) {
                parking.park(name, record, "undecodable", String.valueOf(fault.getMessage()));
            }
        }
        return decoded;
    }

    private static List<Received> raw(Message<List<?>> batch) {
        List<?> values = batch.getPayload();
        List<?> keys = header(batch, KafkaHeaders.RECEIVED_KEY);
        List<?> topics = header(batch, KafkaHeaders.RECEIVED_TOPIC);
        List<?> partitions = header(batch, KafkaHeaders.RECEIVED_PARTITION);
        List<?> offsets = header(batch, KafkaHeaders.OFFSET);
        List<Received> records = new ArrayList<>(values.size());
        for (int i = 0; i < values.size(); i++) {
            records.add(new Received(
                    (String) topics.get(i), (Integer) partitions.get(i), (Long) offsets.get(i),
                    key(keys.isEmpty() ? null : keys.get(i)), bytes(values.get(i)), null));
        }
        return records;
    }

    private static List<?> header(Message<List<?>> batch, String name) {
        return batch.getHeaders().get(name) instanceof List<?> list ? list : List.of();
    }

    private static @Nullable String key(@Nullable Object key) {
        return key instanceof String text ? text : null;
    }

    private static byte @Nullable [] bytes(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case KafkaNull tombstone -> null;
            case byte[] bytes -> bytes;
            default -> throw new IllegalStateException("native decoding is off: got " + value.getClass().getName());
        };
    }
}
