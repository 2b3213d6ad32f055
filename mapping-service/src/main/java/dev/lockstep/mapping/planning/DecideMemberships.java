package dev.lockstep.mapping.planning;

import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.kit.publish.Outgoing;
import dev.lockstep.kit.publish.Publisher;
import dev.lockstep.mapping.desire.AppRules;
import dev.lockstep.mapping.desire.Asked;
import dev.lockstep.mapping.desire.Decision;
import dev.lockstep.mapping.desire.MembershipDecider;
import dev.lockstep.mapping.desire.Outcome;
import dev.lockstep.mapping.directory.Precedence;
import dev.lockstep.mapping.planning.AppCatalog.RunningApp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Decides the memberships of a batch, some at a time: a change may name thousands of them. */
final class DecideMemberships {
    private static final int AT_ONCE = 1_000;

    private final EdgesOfApps edges;
    private final DecisionStore decisions;
    private final Publisher publisher;

    DecideMemberships(EdgesOfApps edges, DecisionStore decisions, Publisher publisher) {
        this.edges = edges;
        this.decisions = decisions;
        this.publisher = publisher;
    }

    private record Question(String membership, RunningApp app, AppRules rules, Asked asked) {
    }

    /**
     * Everything is stored and published when it returns.
     *
     * @return what was published because somebody asked
     */
    List<DesiredAccount> decide(Asks asks, List<RunningApp> running, Precedence precedence, Instant now) {
        List<RunningApp> apps = running.stream().filter(app -> app.groups() != null).toList();
        if (apps.isEmpty() || asks.memberships().isEmpty()) {
            return List.of();
        }
        List<DesiredAccount> requested = new ArrayList<>();
        List<String> all = List.copyOf(asks.memberships());
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            some(all.subList(from, Math.min(all.size(), from + AT_ONCE)), asks, apps, precedence, requested, now);
        }
        return requested;
    }

    private void some(List<String> memberships, Asks asks, List<RunningApp> apps, Precedence precedence, List<DesiredAccount> requested, Instant now) {
        Map<String, Question> questions = new LinkedHashMap<>();
        Set<String> concerned = new LinkedHashSet<>();
        for (String membership : memberships) {
            for (RunningApp app : apps) {
                Asked asked = asks.ofMembership(membership, app.app().id());
                AppRules rules = app.groups();
                if (asked != null && rules != null && (app.app().job().decides() || asked.requestId() != null)) {
                    questions.put(DesiredAccount.key(app.app().id(), membership), new Question(membership, app, rules, asked));
                    concerned.add(membership);
                }
            }
        }
        if (questions.isEmpty()) {
            return;
        }
        EdgesOfApps.Seen seen = edges.of(concerned, apps, precedence);
        Map<String, Decision> before = decisions.byIds(questions.keySet());
        List<DecisionStore.Step> steps = new ArrayList<>();
        List<Outgoing> outgoing = new ArrayList<>();
        questions.forEach((id, question) -> {
            Decision previous = before.get(id);
            Outcome outcome = MembershipDecider.decide(seen.edge(question.membership(), question.app()), question.rules(), previous, question.asked());
            if (outcome instanceof Outcome.Publish(Decision decision, DesiredAccount desired, var failures)) {
                steps.add(new DecisionStore.Step(previous == null ? null : previous.version(), decision));
                outgoing.add(Facts.desired(desired, now));
                if (desired.requestId() != null) {
                    requested.add(desired);
                }
            }
        });
        if (!steps.isEmpty()) {
            decisions.store(steps);
            publisher.publish(outgoing);
        }
    }
}
