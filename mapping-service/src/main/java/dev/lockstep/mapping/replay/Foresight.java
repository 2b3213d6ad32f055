package dev.lockstep.mapping.replay;

import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.contracts.Lane;
import dev.lockstep.contracts.ObjectType;
import dev.lockstep.mapping.app.Job;
import dev.lockstep.mapping.desire.AppRules;
import dev.lockstep.mapping.desire.Asked;
import dev.lockstep.mapping.desire.Decider;
import dev.lockstep.mapping.desire.Decision;
import dev.lockstep.mapping.desire.GroupDecider;
import dev.lockstep.mapping.desire.MembershipDecider;
import dev.lockstep.mapping.desire.Outcome;
import dev.lockstep.mapping.desire.Subject;
import dev.lockstep.mapping.desire.Verdict;
import dev.lockstep.mapping.directory.DirectoryObject;
import dev.lockstep.mapping.directory.Precedence;
import dev.lockstep.mapping.planning.AppCatalog;
import dev.lockstep.mapping.planning.AppCatalog.RunningApp;
import dev.lockstep.mapping.planning.DecisionStore;
import dev.lockstep.mapping.planning.EdgesOfApps;
import dev.lockstep.mapping.planning.Entitlements;
import dev.lockstep.mapping.planning.MembershipStore;
import dev.lockstep.mapping.planning.ObjectStore;
import dev.lockstep.mapping.planning.PrecedenceStore;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a replay would publish today; nothing is published or stored. */
public final class Foresight {
    private final AppCatalog apps;
    private final ObjectStore objects;
    private final Entitlements entitlements;
    private final EdgesOfApps edges;
    private final DecisionStore decisions;
    private final PrecedenceStore precedences;
    private final Clock clock;

    public Foresight(AppCatalog apps, ObjectStore objects, MembershipStore memberships, Entitlements entitlements, DecisionStore decisions,
            PrecedenceStore precedences, Clock clock) {
        this.apps = apps;
        this.objects = objects;
        this.entitlements = entitlements;
        this.edges = new EdgesOfApps(objects, memberships, entitlements);
        this.decisions = decisions;
        this.precedences = precedences;
        this.clock = clock;
    }

    /** @param desired null when no account is or was wanted, the object is gone, or the app is */
    public record Foreseen(String app, String objectId, @Nullable DesiredAccount desired) {
    }

    /** In the order of the items, in a handful of reads. */
    public List<Foreseen> of(Collection<Account> items) {
        List<RunningApp> running = apps.current();
        Map<String, RunningApp> known = running.stream().collect(Collectors.toMap(app -> app.app().id(), app -> app));
        Asking asking = asking(running, items.stream().map(Account::objectId).collect(Collectors.toCollection(LinkedHashSet::new)),
                items.stream().map(Account::key).collect(Collectors.toCollection(LinkedHashSet::new)));
        return items.stream().map(item -> {
            RunningApp app = known.get(item.app());
            return new Foreseen(item.app(), item.objectId(), app == null ? null : asking.desired(app, item.objectId()));
        }).toList();
    }

    /** @param objectId of a user or group, or a membership's id */
    public record Account(String app, String objectId) {
        String key() {
            return Item.key(app, objectId);
        }
    }

    /**
     * What past changes may concern: in a running app, what had an account, group or membership desired, or may have one now.
     *
     * @param ids of the type; those that are of another are passed over
     * @param only the app to look at, or null
     */
    List<Foreseen> concerned(Collection<String> ids, ObjectType type, @Nullable String only) {
        List<RunningApp> running = running(type, only);
        Set<String> keys = new LinkedHashSet<>();
        running.forEach(app -> ids.forEach(id -> keys.add(Item.key(app.app().id(), id))));
        Asking asking = asking(running, ids, keys);
        List<Foreseen> concerned = new ArrayList<>();
        for (RunningApp app : running) {
            for (String id : ids) {
                if (asking.concerns(app, id, type)) {
                    concerned.add(new Foreseen(app.app().id(), id, asking.desired(app, id)));
                }
            }
        }
        return concerned;
    }

    /** The running apps that groups are written to. @param only the app to look at, or null */
    List<String> appsWithGroups(@Nullable String only) {
        return running(ObjectType.GROUP, only).stream().map(app -> app.app().id()).toList();
    }

    private List<RunningApp> running(ObjectType type, @Nullable String only) {
        return apps.current().stream().filter(app -> app.app().job() instanceof Job.Running && (only == null || app.app().id().equals(only))
                && (type == ObjectType.USER || app.groups() != null)).toList();
    }

    private Asking asking(List<RunningApp> running, Collection<String> ids, Collection<String> keys) {
        Precedence precedence = precedences.precedence();
        Map<Boolean, List<String>> byKind = ids.stream().collect(Collectors.partitioningBy(id -> id.indexOf('/') < 0));
        Map<String, DirectoryObject> found = objects.byIds(byKind.get(true));
        Map<String, Subject> subjects = new LinkedHashMap<>();
        Set<String> groups = new LinkedHashSet<>();
        found.forEach((id, object) -> {
            subjects.put(id, Subject.of(object, precedence));
            if (object.type() == ObjectType.GROUP) {
                groups.add(id);
            }
        });
        Map<String, Set<String>> entitled = new HashMap<>(entitlements.appsOf(subjects.keySet().stream().filter(id -> !groups.contains(id)).toList()));
        entitled.putAll(entitlements.direct(groups));
        EdgesOfApps.Seen seen = edges.of(byKind.get(false), running, precedence);
        return new Asking(subjects, found, groups, entitled, seen, decisions.byIds(keys), clock.instant());
    }

    /** @param groups which of the objects are groups */
    private record Asking(Map<String, Subject> subjects, Map<String, DirectoryObject> objects, Set<String> groups, Map<String, Set<String>> entitled,
            EdgesOfApps.Seen edges, Map<String, Decision> decided, Instant now) {

        boolean assigned(RunningApp app, String id) {
            return entitled.getOrDefault(id, Set.of()).contains(app.app().id());
        }

        boolean concerns(RunningApp app, String id, ObjectType type) {
            Decision before = decided.get(Item.key(app.app().id(), id));
            boolean had = before != null && before.state() != null;
            if (type == ObjectType.MEMBERSHIP) {
                return had || edges.edge(id, app).wanted();
            }
            Subject subject = groups.contains(id) == (type == ObjectType.GROUP) ? subjects.get(id) : null;
            AppRules rules = type == ObjectType.GROUP ? app.groups() : app.rules();
            return subject != null && rules != null && (had || Verdict.of(subject, rules, assigned(app, id)).entitled());
        }

        @Nullable DesiredAccount desired(RunningApp app, String id) {
            return outcome(app, id, decided.get(Item.key(app.app().id(), id))) instanceof Outcome.Publish publish ? publish.desired() : null;
        }

        private @Nullable Outcome outcome(RunningApp app, String id, @Nullable Decision before) {
            boolean membership = id.indexOf('/') >= 0;
            AppRules rules = membership || groups.contains(id) ? app.groups() : app.rules();
            if (rules == null) {
                return null;
            }
            if (membership) {
                return MembershipDecider.decide(edges.edge(id, app), rules, before, asked(now, now));
            }
            Subject subject = subjects.get(id);
            DirectoryObject object = objects.get(id);
            if (subject == null || object == null) {
                return null;
            }
            Asked asked = asked(object.sourceAt(), object.acceptedAt());
            return groups.contains(id) ? GroupDecider.decide(subject, rules, assigned(app, id), before, asked, now)
                    : Decider.decide(subject, rules, assigned(app, id), before, asked, now);
        }

        private static Asked asked(Instant sourceAt, Instant acceptedAt) {
            return new Asked(Set.of(), "", List.of(), Lane.REPLAY, null, Asked.REPLAY + "preview", "preview", sourceAt, acceptedAt);
        }
    }
}
