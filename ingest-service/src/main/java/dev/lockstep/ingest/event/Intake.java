package dev.lockstep.ingest.event;

import dev.lockstep.contracts.DirectoryChange;
import dev.lockstep.ingest.Counters;
import dev.lockstep.ingest.Outbox;
import dev.lockstep.ingest.event.Checked.Event;
import dev.lockstep.ingest.event.Checked.Rejected;
import dev.lockstep.ingest.event.Reservations.Fate;
import dev.lockstep.ingest.event.Reservations.Holder;
import dev.lockstep.ingest.fact.Facts;
import dev.lockstep.ingest.source.Source;
import dev.lockstep.ingest.source.Source.Versions;
import dev.lockstep.ingest.source.Sources;
import dev.lockstep.kit.publish.NotPublished;
import dev.lockstep.kit.publish.Outgoing;
import dev.lockstep.kit.publish.Publisher;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Takes checked events: reserves their ids, publishes, marks, and only then answers. A death in between leaves reservations
 * that were never marked; the source, which got no answer, sends again and they are published then.
 */
public final class Intake {
    /** The broker acknowledges or refuses within 60 s; an older open batch belongs to a dead process. */
    private static final Duration DEAD_AFTER = Duration.ofSeconds(65);
    private static final Duration GLANCE = Duration.ofMillis(20);

    private final Reservations reservations;
    private final Sources sources;
    private final Publisher publisher;
    private final Counters counters;
    private final Clock clock;
    private final Duration inFlightWait;

    public Intake(Reservations reservations, Sources sources, Publisher publisher, Counters counters, Clock clock, Duration inFlightWait) {
        this.reservations = reservations;
        this.sources = sources;
        this.publisher = publisher;
        this.counters = counters;
        this.clock = clock;
        this.inFlightWait = inFlightWait;
    }

    /**
     * @param initiator for the record
     * @param extra further messages that must be acknowledged before the answer
     * @throws NotPublished when the broker did not acknowledge everything: nothing may be answered but "again"
     */
    public Receipt accept(Source source, String initiator, List<Checked> checked, List<Outgoing> extra) {
        Instant now = clock.instant();
        List<Rejected> rejected = new ArrayList<>();
        List<Event> others = new ArrayList<>();
        Map<String, Event> events = distinct(source, checked, others, rejected);
        int distinct = events.size();
        String batch = batchAt(now);
        Map<String, Holder> held = reserve(source, batch, events, now);
        settleOthers(events, others, held, rejected);
        Set<String> again = settleHeld(source, events, held, rejected);
        reservations.takeOver(source.id(), batch, again, now);

        List<Outgoing> messages = new ArrayList<>(events.size() + rejected.size() + extra.size());
        events.values().stream().filter(event -> !held.containsKey(event.id()) || again.contains(event.id()))
                .forEach(event -> messages.add(Outbox.change(change(source, event, initiator, now))));
        boolean marks = !messages.isEmpty();
        rejected.forEach(refused -> messages.add(fact(source, refused, initiator, now)));
        messages.addAll(extra);
        publish(batch, messages, marks);
        if (marks) {
            reservations.settle(batch, Fate.PUBLISHED, clock.instant());
        }

        int accepted = distinct - held.size();
        Receipt receipt = new Receipt(accepted, checked.size() - accepted - rejected.size(), rejected.stream()
                .sorted(Comparator.comparingInt(Rejected::index))
                .map(r -> new Receipt.Refused(r.index(), r.id(), r.code(), r.attribute(), r.message())).toList());
        counters.count(source.id(), receipt.accepted(), receipt.duplicates(), receipt.rejected().size());
        return receipt;
    }

    /** In order of time, so that the marks of one moment lie side by side in the store and one commit writes few pages. */
    private static String batchAt(Instant now) {
        return "%011x-%s".formatted(now.toEpochMilli(), UUID.randomUUID());
    }

    /** Valid events by id. @param others gets those whose id is there already */
    private Map<String, Event> distinct(Source source, List<Checked> checked, List<Event> others, List<Rejected> rejected) {
        Map<String, Event> events = LinkedHashMap.newLinkedHashMap(checked.size());
        Versions versions = source.versions();
        for (Checked one : checked) {
            switch (one) {
                case Rejected refused -> rejected.add(refused);
                case Event event -> {
                    Versions own = event.version() == null ? Versions.NONE : Versions.ALL;
                    if (versions == Versions.UNSETTLED) {
                        versions = sources.settle(source.id(), own);
                    }
                    Event first = events.get(event.id());
                    if (versions != own) {
                        rejected.add(refusal(event, "version-missing", "data.version", versions == Versions.ALL
                                ? "Earlier events of this source carried a version, so each must."
                                : "Earlier events of this source carried no version, so none may."));
                    } else if (first == null) {
                        events.put(event.id(), event);
                    } else {
                        others.add(event);
                    }
                }
            }
        }
        return events;
    }

    /** Within one request too an id stands for one content: the one that was taken before, else the first. */
    private static void settleOthers(Map<String, Event> events, List<Event> others, Map<String, Holder> held, List<Rejected> rejected) {
        Map<String, List<Event>> all = new LinkedHashMap<>();
        others.forEach(other -> all.computeIfAbsent(other.id(), id -> new ArrayList<>(List.of(Objects.requireNonNull(events.get(id))))).add(other));
        all.forEach((id, each) -> {
            Holder holder = held.get(id);
            String counts = holder == null ? each.getFirst().hash() : holder.hash();
            Event chosen = each.stream().filter(event -> event.hash().equals(counts)).findFirst().orElse(each.getFirst());
            events.put(id, chosen);
            // Who is chosen although the id stands for something else is refused with all whose id was taken before.
            each.stream().filter(event -> event != chosen && !event.hash().equals(counts)).forEach(event -> rejected.add(reused(event)));
        });
    }

    private Map<String, Holder> reserve(Source source, String batch, Map<String, Event> events, Instant now) {
        Map<String, String> hashes = LinkedHashMap.newLinkedHashMap(events.size());
        events.forEach((id, event) -> hashes.put(id, event.hash()));
        return new HashMap<>(reservations.reserve(source.id(), batch, hashes, now));
    }

    /** Of the ids that were taken before: refuses other content, and finds those that were never marked as published. */
    private Set<String> settleHeld(Source source, Map<String, Event> events, Map<String, Holder> held, List<Rejected> rejected) {
        if (held.isEmpty()) {
            return Set.of();
        }
        Map<String, Holder> same = new HashMap<>();
        held.forEach((id, holder) -> {
            Event event = events.get(id);
            if (holder.hash().equals(event.hash())) {
                same.put(id, holder);
            } else {
                rejected.add(reused(event));
            }
        });
        Map<String, Fate> fates = awaitFates(same);
        Set<String> again = new HashSet<>();
        same.forEach((id, holder) -> {
            if (fates.get(holder.batch()) != Fate.PUBLISHED) {
                again.add(id);
            }
        });
        return again;
    }

    /**
     * Another request may just be publishing the same events. Publishing them behind its back could put an old event behind
     * a newer one of the same object, so it gets a moment to finish.
     */
    private Map<String, Fate> awaitFates(Map<String, Holder> holders) {
        if (holders.isEmpty()) {
            return Map.of();
        }
        Instant living = clock.instant().minus(DEAD_AFTER);
        Set<String> young = new HashSet<>();
        Set<String> all = new HashSet<>();
        holders.values().forEach(holder -> {
            all.add(holder.batch());
            if (holder.at().isAfter(living)) {
                young.add(holder.batch());
            }
        });
        long deadline = System.nanoTime() + inFlightWait.toNanos();
        while (true) {
            Map<String, Fate> fates = reservations.fates(all);
            boolean open = young.stream().anyMatch(batch -> fates.get(batch) == Fate.OPEN);
            if (!open || System.nanoTime() >= deadline) {
                return fates;
            }
            LockSupport.parkNanos(GLANCE.toNanos());
        }
    }

    private void publish(String batch, List<Outgoing> messages, boolean marks) {
        try {
            publisher.publish(messages);
        } catch (NotPublished failure) {
            if (marks) {
                settleQuietly(batch, failure);
            }
            throw failure;
        }
    }

    /** Only spares the next sender the wait. */
    private void settleQuietly(String batch, NotPublished failure) {
        try {
            reservations.settle(batch, Fate.FAILED, clock.instant());
        } catch (RuntimeException alsoAway) {
            failure.addSuppressed(alsoAway);
        }
    }

    private static DirectoryChange change(Source source, Event event, String initiator, Instant now) {
        return new DirectoryChange(event.objectType(), event.operation(), event.objectId(), event.attributes(), event.members(),
                source.id(), event.id(), event.version(), event.time() == null ? now : event.time(), now, null, initiator);
    }

    private static Rejected reused(Event event) {
        return refusal(event, "id-reused", "id", "This id was sent before with other content; a new event needs a new id.");
    }

    private static Rejected refusal(Event event, String code, @Nullable String attribute, String message) {
        return new Rejected(event.index(), event.id(), event.hash(), code, attribute, message);
    }

    private static Outgoing fact(Source source, Rejected refused, String initiator, Instant now) {
        return Facts.rejected(new Facts.Refused(source.id(), (refused.id() == null ? "" : refused.id() + "/") + refused.hash(), refused.id(), null,
                refused.attribute(), refused.code(), refused.message(), Map.of("index", refused.index())), initiator, now);
    }
}
