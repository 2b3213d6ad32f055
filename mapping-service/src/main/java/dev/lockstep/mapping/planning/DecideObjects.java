package dev.lockstep.mapping.planning;

import dev.lockstep.contracts.ObjectType;
import dev.lockstep.kit.publish.Outgoing;
import dev.lockstep.mapping.desire.AppRules;
import dev.lockstep.mapping.desire.Asked;
import dev.lockstep.mapping.desire.Decider;
import dev.lockstep.mapping.desire.Decision;
import dev.lockstep.mapping.desire.GroupDecider;
import dev.lockstep.mapping.desire.Outcome;
import dev.lockstep.mapping.desire.Subject;
import dev.lockstep.mapping.desire.UserMapping;
import dev.lockstep.mapping.directory.DirectoryObject;
import dev.lockstep.mapping.directory.Precedence;
import dev.lockstep.mapping.planning.AppCatalog.RunningApp;
import dev.lockstep.mapping.planning.DecideBatch.Observation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides the people and groups of a batch for the apps that ask, with one read and one write of decisions. */
final class DecideObjects {
    private final DecisionStore decisions;
    private final Entitlements entitlements;

    DecideObjects(DecisionStore decisions, Entitlements entitlements) {
        this.decisions = decisions;
        this.entitlements = entitlements;
    }

    /**
     * @param outgoing to be published
     * @param observations for drafts
     * @param moved groups whose memberships have to be asked for
     */
    record Decided(List<Outgoing> outgoing, List<Observation> observations, List<Moved> moved) {
    }

    /**
     * A group in an app.
     *
     * @param comesOrGoes also the memberships in which the group itself is the member are others now
     */
    record Moved(String app, String group, Asked asked, boolean comesOrGoes) {
    }

    /**
     * @param rules for people, or for groups
     * @param decides whether it is decided, or only looked at because of a draft
     */
    private record Question(Subject subject, ObjectType type, RunningApp app, AppRules rules, Asked asked, boolean decides) {
        String id() {
            return app.app().id() + "/" + subject.objectId();
        }

        /** As the audit shows it. */
        @Nullable String name() {
            return subject.attributes().get(type == ObjectType.GROUP ? "displayName" : "userPrincipalName") instanceof String text ? text : null;
        }
    }

    /** Decisions are stored when it returns. */
    Decided decide(Map<String, DirectoryObject> objects, Asks asks, List<RunningApp> running, Precedence precedence, Instant now) {
        Decided decided = new Decided(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        Map<String, Question> questions = questions(objects, asks, running, precedence);
        if (questions.isEmpty()) {
            return decided;
        }
        Map<String, Set<String>> entitled = entitlements.appsOf(byAssignment(questions, ObjectType.USER));
        Map<String, Set<String>> assigned = entitlements.direct(byAssignment(questions, ObjectType.GROUP));
        Map<String, Decision> before = decisions.byIds(questions.keySet());
        List<DecisionStore.Step> steps = new ArrayList<>();
        Map<String, List<Question>> asTheyAre = new LinkedHashMap<>();
        questions.forEach((id, question) -> {
            Decision previous = before.get(id);
            boolean group = question.type() == ObjectType.GROUP;
            boolean isAssigned = (group ? assigned : entitled).getOrDefault(question.subject().objectId(), Set.of()).contains(question.app().app().id());
            Decision newest = previous;
            if (question.decides()) {
                Outcome outcome = group ? GroupDecider.decide(question.subject(), question.rules(), isAssigned, previous, question.asked(), now)
                        : Decider.decide(question.subject(), question.rules(), isAssigned, previous, question.asked(), now);
                newest = report(outcome, question, previous, steps, decided.outgoing(), now);
                if (outcome instanceof Outcome.Same) {
                    asTheyAre.computeIfAbsent(question.subject().objectId(), object -> new ArrayList<>()).add(question);
                }
                if (group) {
                    move(question, outcome, previous, newest, asks, decided.moved());
                }
            }
            Trial trial = question.app().trial();
            // A sync asks about people who did not change.
            if (trial != null && !group && question.asked().syncId() == null) {
                decided.observations().add(new Observation(question.subject(), question.app(), trial, isAssigned, newest, question.asked().trigger()));
            }
        });
        asTheyAre.forEach((object, same) -> {
            Asked changes = asks.changes(object);
            if (changes != null) {
                List<String> apps = same.stream().map(question -> question.app().app().id()).toList();
                decided.outgoing().add(Facts.activity(Facts.nothingNew(object, same.getFirst().name(), changes, apps, now)));
            }
        });
        if (!steps.isEmpty()) {
            decisions.store(steps);
        }
        return decided;
    }

    private static Set<String> byAssignment(Map<String, Question> questions, ObjectType type) {
        Set<String> ids = new LinkedHashSet<>();
        questions.values().stream().filter(q -> q.type() == type && !q.rules().everybody()).forEach(q -> ids.add(q.subject().objectId()));
        return ids;
    }

    private static Map<String, Question> questions(Map<String, DirectoryObject> objects, Asks asks, List<RunningApp> running, Precedence precedence) {
        Map<String, Question> questions = new LinkedHashMap<>();
        for (String id : asks.objects()) {
            DirectoryObject object = objects.get(id);
            if (object == null) {
                continue;
            }
            Subject subject = null;
            for (RunningApp app : running) {
                boolean user = object.type() == ObjectType.USER;
                AppRules rules = user ? app.rules() : app.groups();
                Asked asked = rules == null ? null : asks.of(id, app.app().id());
                boolean decides = asked != null && (app.app().job().decides() || asked.requestId() != null);
                if (asked != null && rules != null && (decides || user && app.trial() != null)) {
                    subject = subject == null ? Subject.of(object, precedence) : subject;
                    Question question = new Question(subject, object.type(), app, rules, asked, decides);
                    questions.put(question.id(), question);
                }
            }
        }
        return questions;
    }

    /** A group that the app never had has no memberships there. */
    private static void move(Question question, Outcome outcome, @Nullable Decision previous, @Nullable Decision newest, Asks asks, List<Moved> moved) {
        boolean comesOrGoes = GroupDecider.moves(previous, outcome, question.asked());
        if (newest != null && newest.state() != null && (comesOrGoes || asks.questioned(question.subject().objectId()))) {
            moved.add(new Moved(question.app().app().id(), question.subject().objectId(), question.asked(), comesOrGoes));
        }
    }

    /** Gives the newest decision. */
    private static @Nullable Decision report(Outcome outcome, Question question, @Nullable Decision previous,
            List<DecisionStore.Step> steps, List<Outgoing> outgoing, Instant now) {
        Long before = previous == null ? null : previous.version();
        Asked asked = question.asked();
        String userName = question.name();
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
            case Outcome.Same() -> previous;
        };
    }
}
