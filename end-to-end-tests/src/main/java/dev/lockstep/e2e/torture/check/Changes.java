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
            } else if (!fact.app().isEmpty()) {
                ledTo.computeIfAbsent(fact.app(), _ -> new HashSet<>()).addAll(fact.causes());
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
            if (!evidence.story().groups().containsKey(application.name())) {
                Set<String> explained = new HashSet<>(stale);
                explained.addAll(overtaken(evidence));
                explained.addAll(early(evidence));
                found.addAll(traces(application, accepted, explained, ledTo.getOrDefault(application.name(), Set.of())));
            }
        }
        return found;
    }

    /** Events that were sent after one of the same person with a newer title: what is left of them may equal what is there. */
    private static Set<String> overtaken(Evidence evidence) {
        Map<String, Long> newest = new HashMap<>();
        Set<String> overtaken = new HashSet<>();
        Set<String> seen = new HashSet<>();
        for (Event event : evidence.story().sent()) {
            Long version = event.version();
            if (version != null && event.expected() == Event.Expected.ACCEPTED && event.attributes().containsKey("jobTitle") && seen.add(event.cause())
                    && newest.merge(event.subject(), version, Math::max) > version) {
                overtaken.add(event.cause());
            }
        }
        return overtaken;
    }

    /**
     * Events that were sent before the older one with which their person came back: nobody was in scope then, which is said once and not
     * for every change, and what they brought is in what follows from the return.
     */
    private static Set<String> early(Evidence evidence) {
        Map<String, Integer> places = new HashMap<>();
        Map<String, List<Event>> returns = new HashMap<>();
        int place = 0;
        for (Event event : evidence.story().sent()) {
            place++;
            if (event.expected() == Event.Expected.ACCEPTED && places.putIfAbsent(event.cause(), place) == null
                    && (event.kind() == Event.Kind.REHIRE || event.kind() == Event.Kind.RETURN)) {
                returns.computeIfAbsent(event.subject(), subject -> new ArrayList<>()).add(event);
            }
        }
        Set<String> early = new HashSet<>();
        for (Event event : evidence.story().happened()) {
            Long version = event.version();
            if (version != null && returns.getOrDefault(event.subject(), List.of()).stream().anyMatch(back -> back.version() < version
                    && places.getOrDefault(back.cause(), 0) > places.getOrDefault(event.cause(), 0))) {
                early.add(event.cause());
            }
        }
        return early;
    }

    /** In an application for everybody each change of a person's title must have led to something that is on record. */
    private static List<Violation> traces(Application application, List<Event> accepted, Set<String> explained, Set<String> ledTo) {
        Set<String> everThere = new HashSet<>();
        application.journal().stream().filter(entry -> entry.committed()).forEach(entry -> everThere.add(entry.externalId()));
        return accepted.stream()
                .filter(event -> event.attributes().containsKey("jobTitle") && !explained.contains(event.cause()) && !ledTo.contains(event.cause())
                        && everThere.contains(event.subject()))
                .map(event -> new Violation("I1", application.name(), event.cause(),
                        event.kind() + " of " + event.subject() + " was accepted, and no outcome, no-op or reason is on record"))
                .toList();
    }
}
