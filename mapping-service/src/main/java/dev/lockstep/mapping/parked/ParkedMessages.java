package dev.lockstep.mapping.parked;

import dev.lockstep.contracts.Activity;
import dev.lockstep.kit.publish.Publisher;
import dev.lockstep.kit.web.Problem;
import dev.lockstep.mapping.parked.Masked.Content;
import dev.lockstep.mapping.parked.ParkedMessage.State;
import dev.lockstep.mapping.parked.ParkedStore.Filter;
import dev.lockstep.mapping.planning.Facts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Parked messages: seeing them without their values, and putting them back where they came from. Putting back is first stored as
 * a wish, then done and put on record, then noted; dying in between repeats it, and readers bear a message twice.
 */
public final class ParkedMessages {
    private static final int AT_ONCE = 100;
    private static final int FORGOTTEN_AT_ONCE = 1000;
    private static final Duration KEPT = Duration.ofDays(90);
    /** After so long another replica takes over. */
    private static final Duration LEFT = Duration.ofMinutes(5);

    private final ParkedStore store;
    private final ParkedBytes bytes;
    private final Original original;
    private final Publisher publisher;
    private final Clock clock;
    private final String owner;

    /** Publishes a message as it was. */
    public interface Original {
        /** @param partition null for the one of the key */
        void publish(String topic, @Nullable Integer partition, @Nullable String key, byte @Nullable [] value);
    }

    /** @param owner names this replica */
    public ParkedMessages(ParkedStore store, ParkedBytes bytes, Original original, Publisher publisher, Clock clock, String owner) {
        this.store = store;
        this.bytes = bytes;
        this.original = original;
        this.publisher = publisher;
        this.clock = clock;
        this.owner = owner;
    }

    public List<ParkedMessage> page(Filter filter, @Nullable String before, int limit) {
        return store.page(filter, before, limit);
    }

    /** @param content null when the message is not on the parked topic any more */
    public record Seen(ParkedMessage message, @Nullable Shown content) {
    }

    /** As in {@link Masked}. */
    public record Shown(String kind, long bytes, @Nullable Object structure, @Nullable Long firstBadAt) {
    }

    public Seen see(String id) {
        ParkedMessage message = store.byId(id).orElseThrow(() -> Problem.notFound("The parked message",
                "List the parked messages with GET /api/v1/parked; they are kept for 90 days."));
        ParkedBytes.Value value = bytes.read(List.of(message)).get(id);
        if (value == null) {
            return new Seen(message, null);
        }
        Content content = Masked.of(value.bytes());
        return new Seen(message, new Shown(content.kind(), content.bytes(), content.structure(), content.firstBadAt()));
    }

    /** How many wait that are of an app or may concern any. */
    public long waitingOf(String app) {
        return store.countOf(app);
    }

    public long matched(Filter filter) {
        return store.count(filter.waiting());
    }

    public long matched(Collection<String> ids) {
        return store.countWaiting(ids);
    }

    /** @return how many will be put back */
    public long putBack(Filter filter, String by) {
        return store.ask(filter, by, owner, clock.instant());
    }

    /** @return how many will be put back */
    public long putBack(Collection<String> ids, String by) {
        return store.ask(ids, by, owner, clock.instant());
    }

    /** Puts back what was asked for, oldest first, and forgets what is too old. */
    public void run() {
        List<ParkedMessage> asked;
        do {
            asked = store.asked(owner, clock.instant().minus(LEFT), AT_ONCE);
            putBack(asked);
        } while (asked.size() == AT_ONCE);
        boolean more = true;
        while (more) {
            more = store.forget(clock.instant().minus(KEPT), FORGOTTEN_AT_ONCE);
        }
    }

    private void putBack(List<ParkedMessage> asked) {
        if (asked.isEmpty()) {
            return;
        }
        Map<String, ParkedBytes.Value> values = bytes.read(asked);
        List<String> gone = new ArrayList<>();
        List<Activity> facts = new ArrayList<>();
        Instant now = clock.instant();
        for (ParkedMessage message : asked) {
            ParkedBytes.Value value = values.get(message.id());
            if (value == null) {
                gone.add(message.id());
            } else {
                original.publish(message.topic(), message.originPartition(), message.key(), value.bytes());
                facts.add(fact(message, now));
            }
        }
        if (!facts.isEmpty()) {
            publisher.publish(facts.stream().map(Facts::activity).toList());
            store.ended(values.keySet(), State.PUT_BACK, now);
        }
        if (!gone.isEmpty()) {
            store.ended(gone, State.GONE, now);
        }
    }

    private static Activity fact(ParkedMessage message, Instant at) {
        Map<String, @Nullable Object> detail = new LinkedHashMap<>();
        detail.put("parkedId", message.id());
        detail.put("event", "put-back");
        detail.put("topic", message.topic());
        detail.put("key", message.key());
        detail.put("origin", message.origin());
        detail.put("parkedBy", message.parkedBy());
        detail.put("code", message.code());
        detail.put("times", message.times());
        return new Activity("put-back/" + message.id(), at, "replay", "success", null, null, null,
                Objects.requireNonNullElse(message.putBackBy(), "unknown"), List.of(),
                "A message that " + message.parkedBy() + " could not use was put back on " + message.topic() + ".", List.of(), null, detail);
    }
}
