package dev.lockstep.mapping.planning;

import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.contracts.DirectoryChange;
import dev.lockstep.contracts.Reevaluate;
import dev.lockstep.contracts.SyncMarker;
import dev.lockstep.kit.consume.Received;
import dev.lockstep.kit.publish.Outgoing;
import dev.lockstep.kit.publish.Publisher;
import dev.lockstep.mapping.desire.Decision;
import dev.lockstep.mapping.desire.Subject;
import dev.lockstep.mapping.directory.Precedence;
import dev.lockstep.mapping.planning.AppCatalog.RunningApp;
import dev.lockstep.mapping.planning.DecideObjects.Decided;
import dev.lockstep.mapping.planning.TakeChanges.Change;
import dev.lockstep.mapping.planning.TakeChanges.Taken;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A batch of changes and questions in, desires out. The order is: store the directory, store the decisions, publish; the same
 * for memberships, which follow their group; note that a sync's partition is through, and only then return, which commits. Each
 * step may be repeated.
 */
public final class DecideBatch {
    private final TakeChanges directory;
    private final AppCatalog apps;
    private final PrecedenceStore precedences;
    private final DecideObjects objects;
    private final DecideMemberships memberships;
    private final MembershipFanOut fanOut;
    private final SyncEnds syncEnds;
    private final Publisher publisher;
    private final Observer observer;
    private final Replays replays;
    private final Clock clock;

    /** Learns that this replica has decided everything that a sync asked for on a partition. */
    public interface SyncEnds {
        void reached(SyncMarker marker);
    }

    /** Learns of requests of replays that no outcome will answer; called after everything is published, repeated as the batch is. */
    public interface Replays {
        Replays NONE = unanswered -> {
        };

        void unanswered(List<Replayed> items);
    }

    /** @param superseded whether another request of the same batch is answered in its place; else nothing is published */
    public record Replayed(String replayId, String app, String objectId, boolean superseded) {
    }

    /** Looks at who was decided for an app with a draft; what it does can be left out without any effect on an account. */
    public interface Observer {
        Observer NONE = seen -> {
        };

        void observe(List<Observation> seen);
    }

    /**
     * @param decision the newest, or null
     * @param position of the record that led here
     */
    public record Observation(Subject subject, RunningApp app, Trial trial, boolean assigned, @Nullable Decision decision, String position) {
    }

    public DecideBatch(ObjectStore objects, MembershipStore memberships, AppCatalog apps, PrecedenceStore precedences,
            DecisionStore decisions, Entitlements entitlements, SyncEnds syncEnds, Publisher publisher, Observer observer,
            Replays replays, Clock clock) {
        this.directory = new TakeChanges(objects, memberships, entitlements);
        this.apps = apps;
        this.precedences = precedences;
        this.objects = new DecideObjects(decisions, entitlements);
        this.memberships = new DecideMemberships(new EdgesOfApps(objects, memberships, entitlements), decisions, publisher);
        this.fanOut = new MembershipFanOut(memberships, decisions);
        this.syncEnds = syncEnds;
        this.publisher = publisher;
        this.observer = observer;
        this.replays = replays;
        this.clock = clock;
    }

    /** Returning means that every effect of the batch is durable. */
    public void handle(List<Received> batch) {
        List<Change> changes = new ArrayList<>();
        List<SyncMarker> markers = new ArrayList<>();
        Set<String> asked = new LinkedHashSet<>();
        Asks asks = new Asks();
        for (Received record : batch) {
            if (record.isTombstone()) {
                continue;
            }
            switch (record.message()) {
                case DirectoryChange change -> changes.add(new Change(record, change));
                case Reevaluate reevaluate -> {
                    asks.reevaluate(record, reevaluate);
                    if (reevaluate.members() == null) {
                        asked.add(reevaluate.objectId());
                    }
                }
                case SyncMarker marker -> markers.add(marker);
                default -> throw new IllegalArgumentException("a message that does not belong on this topic");
            }
        }
        Instant now = clock.instant();
        Precedence precedence = precedences.precedence();
        Taken taken = directory.take(changes, asked, precedence, asks, now);
        // After the directory is stored: whom this reading of the apps misses, the walk of a newer setting finds.
        List<RunningApp> running = asks.isEmpty() ? List.of() : apps.current();
        List<Outgoing> outgoing = new ArrayList<>(taken.outgoing());
        if (!taken.moved().isEmpty() && running.stream().anyMatch(app -> app.groups() != null)) {
            outgoing.addAll(fanOut.ofMembers(taken.moved()));
        }
        Decided decided = objects.decide(taken.objects(), asks, running, precedence, now);
        outgoing.addAll(decided.outgoing());
        if (!decided.moved().isEmpty()) {
            outgoing.addAll(fanOut.ofGroups(decided.moved()));
        }
        if (!outgoing.isEmpty()) {
            publisher.publish(outgoing);
        }
        List<DesiredAccount> requested = memberships.decide(asks, running, precedence, now);
        markers.forEach(syncEnds::reached);
        List<Replayed> unanswered = unanswered(asks, outgoing, requested);
        if (!unanswered.isEmpty()) {
            replays.unanswered(unanswered);
        }
        if (!decided.observations().isEmpty()) {
            observer.observe(decided.observations());
        }
    }

    /** Of several requests for one account in a batch only one travels with the desire. */
    private static List<Replayed> unanswered(Asks asks, List<Outgoing> outgoing, List<DesiredAccount> requested) {
        List<Replayed> replayed = asks.replayed();
        if (replayed.isEmpty()) {
            return replayed;
        }
        Map<String, DesiredAccount> published = new HashMap<>();
        outgoing.forEach(message -> {
            if (message.envelope() != null && message.envelope().data() instanceof DesiredAccount desired) {
                published.put(desired.key(), desired);
            }
        });
        requested.forEach(desired -> published.put(desired.key(), desired));
        List<Replayed> unanswered = new ArrayList<>();
        for (Replayed item : replayed) {
            DesiredAccount desired = published.get(DesiredAccount.key(item.app(), item.objectId()));
            if (desired == null || !item.replayId().equals(desired.requestId())) {
                unanswered.add(new Replayed(item.replayId(), item.app(), item.objectId(), desired != null));
            }
        }
        return unanswered;
    }
}
