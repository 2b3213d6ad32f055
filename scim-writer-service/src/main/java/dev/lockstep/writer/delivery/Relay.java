package dev.lockstep.writer.delivery;

import dev.lockstep.contracts.AccountOutcome;
import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.contracts.ObjectType;
import dev.lockstep.contracts.Envelope;
import dev.lockstep.contracts.Topic;
import dev.lockstep.contracts.codec.Codec;
import dev.lockstep.kit.publish.Outgoing;
import dev.lockstep.kit.publish.Publisher;
import dev.lockstep.writer.account.StoredFact;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings stored facts to the topic and knows up to which time all of them are there. A fact may be published again, never
 * left out; the audit service knows them by id.
 */
final class Relay {
    private static final Logger log = LoggerFactory.getLogger(Relay.class);

    private final Publisher publisher;
    private final ConcurrentSkipListMap<Long, Integer> open = new ConcurrentSkipListMap<>();
    private final Map<String, Long> openIds = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Fact> failed = new ConcurrentLinkedQueue<>();
    /** How many scans of a slot are under way: it may be lost and taken again while one is. */
    private final Map<Integer, Integer> unscanned = new ConcurrentHashMap<>();
    private volatile boolean news;

    /** A fact on its way. @param after what may be done when it is on the topic */
    record Fact(StoredFact stored, Envelope<?> envelope, String key, Runnable after) {
        Fact(StoredFact stored, Envelope<?> envelope, String key) {
            this(stored, envelope, key, () -> {
            });
        }
    }

    Relay(Publisher publisher) {
        this.publisher = publisher;
    }

    /**
     * The time for facts that are about to be stored. Until {@link #marked} nothing from then on counts as relayed: a fact whose
     * time was taken is known before it has begun.
     */
    synchronized long mark(Clock clock) {
        long now = clock.millis();
        open.merge(now, 1, Integer::sum);
        return now;
    }

    /** All facts of that time have begun. */
    void marked(long mark) {
        open.computeIfPresent(mark, (seq, count) -> count == 1 ? null : count - 1);
    }

    /** Before the fact is stored. */
    void begin(StoredFact fact) {
        if (openIds.putIfAbsent(fact.id(), fact.seq()) == null) {
            open.merge(fact.seq(), 1, Integer::sum);
        }
    }

    /** It was not stored. */
    void cancel(StoredFact fact) {
        news = true;
        Long began = openIds.remove(fact.id());
        if (began != null) {
            open.computeIfPresent(began, (seq, count) -> count == 1 ? null : count - 1);
        }
    }

    /** Whether anything came to the topic since this was asked last. */
    boolean hasNews() {
        boolean had = news;
        news = false;
        return had;
    }

    /** Whether the row of the fact must keep it: it may not be on the topic yet. */
    boolean keeps(StoredFact fact, int slot) {
        return isOpen(fact) || unscanned.containsKey(slot);
    }

    /** Whether facts of earlier owners of this slot may not be on the topic yet. */
    boolean isUnscanned(int slot) {
        return unscanned.containsKey(slot);
    }

    /** Whether this replica has still to bring it to the topic. */
    boolean isOpen(StoredFact fact) {
        return openIds.containsKey(fact.id());
    }

    /** After it is stored. Does not wait for the broker. */
    void publish(List<Fact> facts) {
        if (facts.isEmpty()) {
            return;
        }
        List<Outgoing> messages = facts.stream().map(f -> outgoing(f.key(), f.envelope())).toList();
        publisher.publishAsync(messages).whenComplete((done, failure) -> {
            if (failure == null) {
                facts.forEach(f -> {
                    cancel(f.stored());
                    f.after().run();
                });
            } else {
                log.atWarn().addKeyValue("facts", facts.size()).log("outcomes not acknowledged, trying again");
                failed.addAll(facts);
            }
        });
    }

    /** The outcomes of a membership travel in the slot of its group. */
    private static Outgoing outgoing(String key, Envelope<?> envelope) {
        String slotKey = envelope.data() instanceof AccountOutcome outcome && outcome.objectType() == ObjectType.MEMBERSHIP
                ? DesiredAccount.key(outcome.app(), outcome.objectId().substring(0, outcome.objectId().indexOf('/'))) : key;
        return new Outgoing(Topic.ACCOUNT_OUTCOMES, key, envelope, slotKey, null);
    }

    /**
     * Takes over what may not be on the topic yet: from now on it is this replica's to publish. Whoever writes a row that an
     * earlier owner wrote last does so first, because a search for such facts may miss a row that changes meanwhile.
     *
     * @param since facts recorded before this time are on the topic
     * @return what is to be published
     */
    List<Fact> inherit(List<StoredFact> left, String key, long since) {
        List<Fact> facts = left.stream().filter(fact -> fact.seq() >= since).map(fact -> new Fact(fact, Codec.decode(fact.envelope()), key)).toList();
        facts.forEach(fact -> begin(fact.stored()));
        return facts;
    }

    void retry() {
        List<Fact> again = new ArrayList<>();
        for (Fact fact = failed.poll(); fact != null; fact = failed.poll()) {
            again.add(fact);
        }
        publish(again);
    }

    /** While the facts of earlier owners are looked for, rows of these slots keep all of theirs. */
    void scanBegins(Collection<Integer> slots) {
        slots.forEach(slot -> unscanned.merge(slot, 1, Integer::sum));
    }

    void scanEnds(Collection<Integer> slots) {
        slots.forEach(slot -> unscanned.computeIfPresent(slot, (k, scansOfSlot) -> scansOfSlot == 1 ? null : scansOfSlot - 1));
    }

    /** Facts that an earlier owner may have left behind; returns when they are on the topic. */
    void publishAgain(List<StoredFact> facts) {
        publisher.publish(facts.stream().filter(f -> !isOpen(f)).map(f -> {
            Envelope<?> envelope = Codec.decode(f.envelope());
            return outgoing(envelope.subject(), envelope);
        }).toList());
    }

    /** All facts recorded up to this time are on the topic. */
    synchronized long relayedUpTo(Clock clock) {
        long now = clock.millis();
        var first = open.firstEntry();
        return first == null ? now - 1 : Math.min(first.getKey(), now) - 1;
    }
}
