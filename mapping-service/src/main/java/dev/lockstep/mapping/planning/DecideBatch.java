package dev.lockstep.mapping.planning;

import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.contracts.DirectoryChange;
import dev.lockstep.contracts.ObjectType;
import dev.lockstep.contracts.Reevaluate;
import dev.lockstep.contracts.SyncMarker;
import dev.lockstep.kit.consume.Received;
import dev.lockstep.kit.publish.Outgoing;
import dev.lockstep.kit.publish.Publisher;
import dev.lockstep.mapping.desire.Asked;
import dev.lockstep.mapping.desire.Decider;
import dev.lockstep.mapping.desire.Decision;
import dev.lockstep.mapping.desire.Outcome;
import dev.lockstep.mapping.desire.Subject;
import dev.lockstep.mapping.desire.UserMapping;
import dev.lockstep.mapping.directory.DirectoryObject;
import dev.lockstep.mapping.directory.Precedence;
import dev.lockstep.mapping.planning.AppCatalog.RunningApp;
import dev.lockstep.mapping.planning.TakeChanges.Change;
import dev.lockstep.mapping.planning.TakeChanges.Taken;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A batch of changes and questions in, desires out. The order is: store the directory, store the decisions, publish, note
 * that a sync's partition is through, and only then return, which commits. Each step may be repeated.
 */
public final class DecideBatch {
    private final TakeChanges directory;
    private final AppCatalog apps;
    private final PrecedenceStore precedences;
    private final DecisionStore decisions;
    private final Entitlements entitlements;
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
        this.decisions = decisions;
        this.entitlements = entitlements;
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
                    asked.add(reevaluate.objectId());
                }
                case SyncMarker marker -> markers.add(marker);
                default -> throw new IllegalArgumentException("a message that does not belong on this topic");
            }
        }
        Instant now = clock.instant();
        Precedence precedence = precedences.precedence();
        Taken taken = directory.take(changes, asked, precedence, asks, now);
        List<Outgoing> outgoing = new ArrayList<>(taken.outgoing());
        List<Observation> observations = new ArrayList<>();
        outgoing.addAll(decide(taken.objects(), asks, precedence, observations, now));
        if (!outgoing.isEmpty()) {
            publisher.publish(outgoing);
        }
        markers.forEach(syncEnds::reached);
        List<Replayed> unanswered = unanswered(asks, outgoing);
        if (!unanswered.isEmpty()) {
            replays.unanswered(unanswered);
        }
        if (!observations.isEmpty()) {
            observer.observe(observations);
        }
    }

    /** Of several requests for one account in a batch only one travels with the desire. */
    private static List<Replayed> unanswered(Asks asks, List<Outgoing> outgoing) {
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
        List<Replayed> unanswered = new ArrayList<>();
        for (Replayed item : replayed) {
            DesiredAccount desired = published.get(DesiredAccount.key(item.app(), item.objectId()));
            if (desired == null || !item.replayId().equals(desired.requestId())) {
                unanswered.add(new Replayed(item.replayId(), item.app(), item.objectId(), desired != null));
            }
        }
        return unanswered;
    }

    /** @param decides whether it is decided, or only looked at because of a draft */
    private record Question(Subject subject, RunningApp app, Asked asked, boolean decides) {
        String id() {
            return app.app().id() + "/" + subject.objectId();
        }
    }

    private List<Outgoing> decide(Map<String, DirectoryObject> objects, Asks asks, Precedence precedence,
            List<Observation> observations, Instant now) {
        Map<String, Question> questions = questions(objects, asks, precedence);
        if (questions.isEmpty()) {
            return List.of();
        }
        Set<String> byAssignment = new LinkedHashSet<>();
        questions.values().stream().filter(q -> !q.app().rules().everybody()).forEach(q -> byAssignment.add(q.subject().objectId()));
        Map<String, Set<String>> entitled = entitlements.appsOf(byAssignment);
        Map<String, Decision> before = decisions.byIds(questions.keySet());
        List<DecisionStore.Step> steps = new ArrayList<>();
        List<Outgoing> outgoing = new ArrayList<>();
        questions.forEach((id, question) -> {
            Decision previous = before.get(id);
            boolean assigned = entitled.getOrDefault(question.subject().objectId(), Set.of()).contains(question.app().app().id());
            Decision newest = previous;
            if (question.decides()) {
                Outcome outcome = Decider.decide(question.subject(), question.app().rules(), assigned, previous, question.asked(), now);
                newest = report(outcome, question, previous, steps, outgoing, now);
            }
            Trial trial = question.app().trial();
            // A sync asks about people who did not change.
            if (trial != null && question.asked().syncId() == null) {
                observations.add(new Observation(question.subject(), question.app(), trial, assigned, newest, question.asked().trigger()));
            }
        });
        if (!steps.isEmpty()) {
            decisions.store(steps);
        }
        return outgoing;
    }

    private Map<String, Question> questions(Map<String, DirectoryObject> objects, Asks asks, Precedence precedence) {
        if (asks.objects().isEmpty()) {
            return Map.of();
        }
        List<RunningApp> running = apps.current();
        Map<String, Question> questions = new LinkedHashMap<>();
        for (String id : asks.objects()) {
            DirectoryObject object = objects.get(id);
            if (object == null || object.type() != ObjectType.USER) {
                continue;
            }
            Subject subject = null;
            for (RunningApp app : running) {
                Asked asked = asks.of(id, app.app().id());
                boolean decides = asked != null && (app.app().job().decides() || asked.requestId() != null);
                if (asked != null && (decides || app.trial() != null)) {
                    subject = subject == null ? Subject.of(object, precedence) : subject;
                    Question question = new Question(subject, app, asked, decides);
                    questions.put(question.id(), question);
                }
            }
        }
        return questions;
    }

    /** Gives the newest decision. */
    private static @Nullable Decision report(Outcome outcome, Question question, @Nullable Decision previous,
            List<DecisionStore.Step> steps, List<Outgoing> outgoing, Instant now) {
        Long before = previous == null ? null : previous.version();
        Asked asked = question.asked();
        String userName = question.subject().attributes().get("userPrincipalName") instanceof String text ? text : null;
        return switch (outcome) {
            case Outcome.Publish(Decision decision, var desired, List<UserMapping.Failure> failures) -> {
                steps.add(new DecisionStore.Step(before, decision));
                outgoing.add(Facts.desired(desired, now));
                for (UserMapping.Failure failure : failures) {
                    outgoing.add(Facts.activity(Facts.mappingFailed(decision, failure, userName, asked.causes(), asked.initiator(), now)));
                }
                yield decision;
            }
            case Outcome.Explain(Decision decision) -> {
                steps.add(new DecisionStore.Step(before, decision));
                outgoing.add(Facts.activity(Facts.outOfScope(decision, userName, asked.causes(), asked.initiator(), now)));
                yield decision;
            }
            case Outcome.Same() -> {
                if (asked.repeated() && previous != null) {
                    // When it came first it may have been decided together with others, of which one speaks now.
                    outgoing.add(Facts.activity(Facts.known(previous, userName, asked, now)));
                }
                yield previous;
            }
        };
    }
}
