package dev.lockstep.e2e.torture;

import dev.lockstep.e2e.torture.check.Application;
import dev.lockstep.e2e.torture.check.Evidence;
import dev.lockstep.e2e.torture.check.Fact;
import dev.lockstep.e2e.torture.check.Manners;
import dev.lockstep.e2e.torture.story.Event;
import dev.lockstep.targets.hostile.Entry;
import dev.lockstep.targets.hostile.Mishap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a run measured beside right and wrong. */
final class Figures {
    private Figures() {
    }

    static Map<String, String> of(Evidence evidence, Courier courier) {
        Map<String, String> figures = new LinkedHashMap<>();
        long requests = 0;
        long commits = 0;
        Map<Mishap, Integer> mishaps = new TreeMap<>();
        for (Application application : evidence.applications()) {
            requests += application.journal().size();
            commits += application.journal().stream().filter(Entry::committed).count();
            application.journal().forEach(entry -> mishaps.merge(entry.mishap(), 1, Integer::sum));
            figures.put("accounts, changes: " + application.name(), application.accounts().size() + ", "
                    + application.journal().stream().filter(Entry::committed).count());
            if (evidence.story().grouped().contains(application.name())) {
                figures.put("groups, memberships, changes of memberships in calls: " + application.name(), groups(application));
            }
        }
        mishaps.remove(Mishap.NONE);
        figures.put("requests at the applications", Long.toString(requests));
        figures.put("changes made there", Long.toString(commits));
        figures.put("effects audited", Long.toString(evidence.facts().stream().filter(Fact::isEffect).count()));
        figures.put("facts audited", Integer.toString(evidence.facts().size()));
        figures.put("stale events", Long.toString(evidence.facts().stream().filter(Fact::isStale).count()));
        figures.put("answers that went wrong", mishaps.values().stream().mapToInt(Integer::intValue).sum() + " " + mishaps);
        figures.put("requests for quiet just when a writer was killed or stopped, not judged", Long.toString(
                evidence.applications().stream().mapToLong(application -> Manners.unheard(application, evidence.blows())).sum()));
        figures.put("leavers: accepted to disabled, application by the book", leavers(evidence, courier));
        return figures;
    }

    private static String groups(Application application) {
        return application.groups().size() + ", " + application.groups().stream().mapToInt(group -> group.path("members").size()).sum() + ", "
                + application.journal().stream().filter(Entry::ofMembers).mapToInt(entry -> entry.memberships().size()).sum() + " in "
                + application.journal().stream().filter(entry -> entry.ofMembers() && entry.committed()).count();
    }

    /** Who is back before anybody was disabled need not be disabled. */
    private static long backAt(Event leave, Evidence evidence, Courier courier) {
        return evidence.story().happened().stream()
                .filter(e -> e.subject().equals(leave.subject()) && e.number() > leave.number() && (e.kind() == Event.Kind.REHIRE || e.kind() == Event.Kind.RETURN))
                .mapToLong(e -> courier.acceptedAt().getOrDefault(e.cause(), Long.MAX_VALUE)).min().orElse(Long.MAX_VALUE);
    }

    private static String leavers(Evidence evidence, Courier courier) {
        List<Long> delays = new ArrayList<>();
        Application calm = evidence.applications().stream().filter(a -> !evidence.story().groups().containsKey(a.name())).findFirst().orElseThrow();
        for (Event event : evidence.story().happened()) {
            Long since = courier.acceptedAt().get(event.cause());
            if ((event.kind() == Event.Kind.LEAVE || event.kind() == Event.Kind.PURGE) && since != null) {
                long back = backAt(event, evidence, courier);
                calm.journal().stream().filter(e -> e.committed() && e.externalId().equals(event.subject()) && !e.active()
                                && e.arrivedAt() >= since - 50 && e.arrivedAt() <= back)
                        .mapToLong(Entry::arrivedAt).min().ifPresent(at -> delays.add(Math.max(0, at - since)));
            }
        }
        if (delays.isEmpty()) {
            return "none";
        }
        delays.sort(null);
        return delays.size() + " people, median " + delays.get(delays.size() / 2) + " ms, p95 " + delays.get(delays.size() * 95 / 100) + " ms, longest "
                + delays.getLast() + " ms (faults included)";
    }
}
