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

    /** @param object a person, a group or a membership */
    private static String one(Evidence evidence, String app, String object) {
        List<String> lines = new ArrayList<>(List.of(object + " in " + app));
        evidence.story().sent().stream().filter(event -> concerns(event, object)).map(Stories::line).forEach(lines::add);
        evidence.applications().stream().filter(application -> application.name().equals(app)).map(Application::journal)
                .forEach(journal -> journal.stream().filter(entry -> concerns(entry, object, evidence, app)).map(Stories::line).forEach(lines::add));
        evidence.facts().stream().filter(fact -> concerns(fact, object) && (fact.apps().isEmpty() || fact.apps().contains(app)))
                .map(Stories::line).forEach(lines::add);
        return String.join("\n    ", lines);
    }

    private static boolean concerns(Event event, String object) {
        String group = group(object);
        return group.isEmpty() ? event.subject().equals(object)
                : event.subject().equals(group) && (event.members().isEmpty() || event.members().contains(member(object)))
                        || event.subject().equals(member(object)) && event.kind() != Event.Kind.MOVE && event.kind() != Event.Kind.PHONE;
    }

    /** A call may have tried to write a membership in vain: then its body tells. */
    private static boolean concerns(Entry entry, String object, Evidence evidence, String app) {
        String group = group(object);
        if (group.isEmpty()) {
            return entry.externalId().equals(object) || entry.path().contains(object);
        }
        String account = evidence.applications().stream().filter(one -> one.name().equals(app)).findFirst().orElseThrow().links().getOrDefault(member(object), object);
        boolean ofBoth = entry.memberships().stream().anyMatch(change -> change.membership().equals(object)) || entry.isOfGroup() && entry.body().contains(account);
        return ofBoth || entry.externalId().equals(group) && entry.committed() && !entry.ofMembers();
    }

    private static boolean concerns(Fact fact, String object) {
        String group = group(object);
        return fact.objectId().equals(object) || !group.isEmpty() && !fact.app().isEmpty() && fact.objectId().equals(group);
    }

    /** Of a membership; empty when it is none. */
    private static String group(String object) {
        return object.substring(0, Math.max(0, object.indexOf('/')));
    }

    private static String member(String object) {
        return object.substring(object.indexOf('/') + 1);
    }

    private static String line(Event event) {
        return "sent " + event.cause() + " " + event.kind() + " version " + event.version() + " " + event.attributes() + event.members();
    }

    private static String line(Entry entry) {
        return "call at " + entry.arrivedAt() + " " + entry.method() + " " + entry.path() + " " + entry.idempotencyKey() + " " + entry.mishap() + " " + entry.status()
                + (entry.committed() ? " commit " + entry.commit() : "") + (entry.memberships().isEmpty() ? "" : " " + entry.memberships()) + " " + entry.body().substring(0, Math.min(BODY, entry.body().length()));
    }

    private static String line(Fact fact) {
        return "fact " + fact.id() + " " + fact.action() + " " + fact.status() + " " + fact.code() + " " + fact.causes() + " " + fact.summary() + (fact.isOfMembership() ? fact.came() ? " came" : " went" : "");
    }
}
