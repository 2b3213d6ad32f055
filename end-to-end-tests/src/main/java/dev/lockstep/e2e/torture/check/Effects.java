package dev.lockstep.e2e.torture.check;

import dev.lockstep.targets.hostile.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** I5: each change that an application made of an account or a group is audited once, and none is audited that it did not make. */
final class Effects {
    private Effects() {
    }

    static List<Violation> check(Application application, List<Fact> facts) {
        List<Violation> found = new ArrayList<>();
        Map<String, Entry> committed = new HashMap<>();
        Map<String, Integer> times = new HashMap<>();
        for (Entry entry : application.journal()) {
            if (!entry.committed() || entry.ofMembers()) {
                continue;
            }
            String key = entry.idempotencyKey();
            if (key == null) {
                found.add(new Violation("I5", application.name(), entry.externalId(), entry.method() + " was sent without an operation id"));
                continue;
            }
            committed.put(key, entry);
            times.merge(key, 1, Integer::sum);
        }
        NavigableMap<String, Fact> byId = new TreeMap<>();
        facts.stream().filter(fact -> fact.app().equals(application.name())).forEach(fact -> byId.put(fact.id(), fact));
        Map<String, Integer> audited = new HashMap<>();
        facts.stream().filter(fact -> fact.app().equals(application.name()) && fact.isEffect() && !fact.isOfMembership() && fact.id().startsWith("op-"))
                .forEach(fact -> audited.merge(fact.id(), 1, Integer::sum));
        committed.forEach((key, entry) -> {
            if (times.get(key) > 1) {
                found.add(new Violation("I5", application.name(), entry.externalId(), key + " was done " + times.get(key) + " times"));
            }
            int facted = audited.getOrDefault(key, 0);
            if (facted != 1) {
                found.add(new Violation("I5", application.name(), entry.externalId(), entry.method() + " " + key + (facted == 0
                        ? " was done (" + entry.mishap() + ") and is not audited as an effect" + otherwise(key, byId) : " is audited " + facted + " times")));
            }
        });
        audited.keySet().stream().filter(key -> !committed.containsKey(key)).forEach(key -> found.add(new Violation("I5", application.name(),
                byId.containsKey(key) ? byId.get(key).objectId() : key, key + " is audited, but was not done")));
        return found;
    }

    private static String otherwise(String key, NavigableMap<String, Fact> byId) {
        List<String> said = byId.subMap(key, true, key + Character.MAX_VALUE, false).values().stream().map(fact -> fact.action() + "/" + fact.status()
                + (fact.code().isEmpty() ? "" : "/" + fact.code())).toList();
        return said.isEmpty() ? "" : "; the audit says " + said;
    }

    /** Attempts and effects alike: an id stands for one fact. */
    static List<Violation> unique(List<Fact> facts) {
        Set<String> ids = new HashSet<>();
        List<Violation> found = new ArrayList<>();
        facts.stream().filter(fact -> !ids.add(fact.id()))
                .forEach(fact -> found.add(new Violation("I5", fact.app(), fact.objectId(), fact.id() + " is in the audit more than once")));
        return found;
    }
}
