package dev.lockstep.mapping.replay;

import dev.lockstep.contracts.AccountOutcome;
import dev.lockstep.kit.consume.Inbox;
import dev.lockstep.kit.consume.Parking;
import dev.lockstep.kit.consume.Received;
import dev.lockstep.mapping.desire.Asked;
import dev.lockstep.mapping.planning.DecideBatch.Replayed;
import dev.lockstep.mapping.planning.DecideBatch.Replays;
import dev.lockstep.mapping.replay.Item.Settled;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.MessageBuilder;

/**
 * Settles items of replays from what the writer says, and from decisions that lead to nothing. Nearly all outcomes are of no
 * replay: they are told by their bytes and are not decoded.
 */
public final class ReplayOutcomes implements Consumer<Message<List<?>>>, Replays {
    /** As {@link dev.lockstep.contracts.codec.Codec} writes it. */
    private static final byte[] MARK = ("\"requestId\":\"" + Asked.REPLAY).getBytes(StandardCharsets.UTF_8);
    private static final List<String> PER_RECORD =
            List.of(KafkaHeaders.RECEIVED_KEY, KafkaHeaders.RECEIVED_TOPIC, KafkaHeaders.RECEIVED_PARTITION, KafkaHeaders.OFFSET);

    private final ReplayStore store;
    private final Counting counting;
    private final Clock clock;
    private final Inbox inbox;

    /** Is told of every item that was settled. */
    public interface Counting {
        void settled(Replay.Result result);
    }

    public ReplayOutcomes(ReplayStore store, Parking parking, Counting counting, Clock clock) {
        this.store = store;
        this.counting = counting;
        this.clock = clock;
        this.inbox = new Inbox("mapping-replay", parking, this::settle);
    }

    @Override
    public void accept(Message<List<?>> batch) {
        List<?> values = batch.getPayload();
        List<Integer> ours = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i) instanceof byte[] bytes && holds(bytes)) {
                ours.add(i);
            }
        }
        if (ours.isEmpty()) {
            return;
        }
        MessageBuilder<List<?>> rest = MessageBuilder.withPayload(pick(values, ours));
        for (String header : PER_RECORD) {
            if (batch.getHeaders().get(header) instanceof List<?> list && !list.isEmpty()) {
                rest.setHeader(header, pick(list, ours));
            }
        }
        inbox.accept(rest.build());
    }

    private static List<?> pick(List<?> all, List<Integer> places) {
        List<Object> picked = new ArrayList<>(places.size());
        places.forEach(place -> picked.add(all.get(place)));
        return picked;
    }

    static boolean holds(byte[] bytes) {
        for (int start = 0; start <= bytes.length - MARK.length; start++) {
            int i = 0;
            while (i < MARK.length && bytes[start + i] == MARK[i]) {
                i++;
            }
            if (i == MARK.length) {
                return true;
            }
        }
        return false;
    }

    void settle(List<Received> batch) {
        settleAll(batch.stream().map(record -> record.message() instanceof AccountOutcome outcome ? Settling.of(outcome) : null)
                .filter(Objects::nonNull).toList());
    }

    @Override
    public void unanswered(List<Replayed> items) {
        settleAll(items.stream().map(item -> Settling.of(item, clock.instant())).toList());
    }

    private void settleAll(List<Settled> settled) {
        store.settle(settled);
        settled.forEach(item -> counting.settled(item.result()));
    }
}
