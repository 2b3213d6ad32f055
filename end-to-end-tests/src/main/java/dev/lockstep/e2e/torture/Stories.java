package dev.lockstep.e2e.torture;

import dev.lockstep.e2e.torture.check.Application;
import dev.lockstep.e2e.torture.check.Evidence;
import dev.lockstep.e2e.torture.check.Fact;
import dev.lockstep.e2e.torture.check.Violation;
import dev.lockstep.e2e.torture.story.Event;
import dev.lockstep.targets.hostile.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What all witnesses say of those whom violations concern: one that comes once in many runs must explain itself. */
final class Stories {
    private static final int SHOWN = 5;
    private static final int BODY = 120;

    private Stories() {
    }

    static List<String> of(Evidence evidence, List<Violation> violations) {
        Map<String, String> subjects = new HashMap<>();
        evidence.story().sent().forEach(event -> subjects.put(event.cause(), event.subject()));
        return violations.stream().filter(violation -> !violation.app().isEmpty()).limit(SHOWN)
                .map(violation -> one(evidence, violation.app(), subjects.getOrDefault(violation.object(), violation.object()))).toList();
    }

    private static String one(Evidence evidence, String app, String person) {
        List<String> lines = new ArrayList<>(List.of(person + " in " + app));
        evidence.story().sent().stream().filter(event -> event.subject().equals(person)).map(Stories::line).forEach(lines::add);
        evidence.applications().stream().filter(application -> application.name().equals(app)).map(Application::journal)
                .forEach(journal -> journal.stream().filter(entry -> concerns(entry, person)).map(Stories::line).forEach(lines::add));
        evidence.facts().stream().filter(fact -> fact.objectId().equals(person) && (fact.app().isEmpty() || fact.app().equals(app)))
                .map(Stories::line).forEach(lines::add);
        return String.join("\n    ", lines);
    }

    private static boolean concerns(Entry entry, String person) {
        return entry.externalId().equals(person) || entry.path().contains(person);
    }

    private static String line(Event event) {
        return "sent " + event.cause() + " " + event.kind() + " version " + event.version() + " " + event.attributes();
    }

    private static String line(Entry entry) {
        return "call at " + entry.arrivedAt() + " " + entry.method() + " " + entry.path() + " " + entry.idempotencyKey() + " " + entry.mishap() + " " + entry.status()
                + (entry.committed() ? " commit " + entry.commit() : "") + " " + entry.body().substring(0, Math.min(BODY, entry.body().length()));
    }

    private static String line(Fact fact) {
        return "fact " + fact.id() + " " + fact.action() + " " + fact.status() + " " + fact.code() + " " + fact.causes();
    }
}
