package dev.lockstep.e2e.torture.check;

import dev.lockstep.e2e.torture.story.Event;
import dev.lockstep.e2e.torture.story.Model;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** I1: every change that was accepted is on record once and led to something; every refusal was right. */
final class Changes {
    private Changes() {
    }

    static List<Violation> check(Evidence evidence, Model model, List<Event> accepted) {
        List<Violation> found = new ArrayList<>();
        Map<String, Integer> onRecord = new HashMap<>();
        Set<String> stale = new HashSet<>();
        Set<String> refused = new HashSet<>();
        Map<String, Set<String>> ledTo = new HashMap<>();
        for (Fact fact : evidence.facts()) {
            if (fact.action().equals("inputAccepted")) {
                fact.causes().forEach(cause -> onRecord.merge(cause, 1, Integer::sum));
            } else if (fact.isStale()) {
                stale.addAll(fact.causes());
            } else if (fact.action().equals("inputRejected")) {
                refused.addAll(fact.causes());
            } else {
                fact.apps().forEach(app -> ledTo.computeIfAbsent(app, _ -> new HashSet<>()).addAll(fact.causes()));
            }
        }
        for (String cause : evidence.accepted()) {
            int times = onRecord.getOrDefault(cause, 0);
            if (times != 1) {
                found.add(new Violation("I1", "", cause, times == 0 ? "was answered 202 and is not on record" : "is on record " + times + " times"));
            }
        }
        for (Event event : evidence.story().happened()) {
            if (!evidence.accepted().contains(event.cause())) {
                found.add(new Violation("I1", "", event.cause(), "a good event was never accepted"));
            }
        }
        for (Event event : evidence.story().sent()) {
            if (event.expected() == Event.Expected.REJECTED) {
                boolean poison = event.isPoison();
                if (poison && evidence.accepted().contains(event.cause())) {
                    found.add(new Violation("I1", "", event.cause(), "a bad event was accepted"));
                } else if (!refused.contains(event.id())) {
                    found.add(new Violation("I1", "", event.cause(), "a bad event's refusal is not on record"));
                }
            }
        }
        stale.stream().filter(cause -> !model.dominated().contains(cause))
                .forEach(cause -> found.add(new Violation("I1", "", cause, "is recorded as stale, but nothing newer was ever sent")));
        if (evidence.parked() > 0) {
            found.add(new Violation("I1", "", "topics", evidence.parked() + " messages are parked"));
        }
        for (Application application : evidence.applications()) {
            application.failed().forEach((object, code) -> found.add(new Violation("I1", application.name(), object, "was given up: " + code)));
            found.addAll(traces(application, accepted, stale, ledTo.getOrDefault(application.name(), Set.of())));
        }
        return found;
    }

    /** In each application each change of a person must have led to something that is on record: an effect, or why there is none. */
    private static List<Violation> traces(Application application, List<Event> accepted, Set<String> stale, Set<String> ledTo) {
        return accepted.stream()
                .filter(event -> event.isOfUser() && !stale.contains(event.cause()) && !ledTo.contains(event.cause()))
                .map(event -> new Violation("I1", application.name(), event.cause(),
                        event.kind() + " of " + event.subject() + " was accepted, and no outcome, no-op or reason is on record"))
                .toList();
    }
}
