package dev.lockstep.mapping.planning;

import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.contracts.ObjectType;
import dev.lockstep.mapping.desire.AppRules;
import dev.lockstep.mapping.desire.Edge;
import dev.lockstep.mapping.desire.GroupDecider;
import dev.lockstep.mapping.desire.Subject;
import dev.lockstep.mapping.desire.Verdict;
import dev.lockstep.mapping.directory.DirectoryObject;
import dev.lockstep.mapping.directory.Membership;
import dev.lockstep.mapping.directory.Precedence;
import dev.lockstep.mapping.planning.AppCatalog.RunningApp;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the directory and the assignments say of memberships, for any number of them in three reads. */
public final class EdgesOfApps {
    private final ObjectStore objects;
    private final MembershipStore memberships;
    private final Entitlements entitlements;

    public EdgesOfApps(ObjectStore objects, MembershipStore memberships, Entitlements entitlements) {
        this.objects = objects;
        this.memberships = memberships;
        this.entitlements = entitlements;
    }

    /** @param ids as {@link DesiredAccount#membership} */
    public Seen of(Collection<String> ids, List<RunningApp> apps, Precedence precedence) {
        if (ids.isEmpty()) {
            return new Seen(Map.of(), Map.of(), Map.of(), precedence, new HashMap<>());
        }
        Set<String> ends = new LinkedHashSet<>();
        ids.forEach(id -> {
            ends.add(group(id));
            ends.add(member(id));
        });
        Map<String, DirectoryObject> found = objects.byIds(ends);
        Set<String> groups = found.values().stream().filter(object -> object.type() == ObjectType.GROUP).map(DirectoryObject::objectId).collect(Collectors.toSet());
        Map<String, Set<String>> assigned = apps.stream().allMatch(app -> app.app().everybody()) ? Map.of() : entitlements.direct(groups);
        Map<String, Membership> known = memberships.byIds(ids.stream().map(id -> Membership.id(group(id), member(id))).toList());
        return new Seen(found, assigned, known, precedence, new HashMap<>());
    }

    /** Object ids hold no slash. */
    private static String group(String id) {
        return id.substring(0, id.indexOf('/'));
    }

    private static String member(String id) {
        return id.substring(id.indexOf('/') + 1);
    }

    /** @param verdicts on groups, by app and group: a group with many members is looked at once */
    public record Seen(Map<String, DirectoryObject> objects, Map<String, Set<String>> assigned, Map<String, Membership> memberships,
            Precedence precedence, Map<String, Standing> verdicts) {

        /** @param app that groups are written to */
        public Edge edge(String id, RunningApp app) {
            String group = group(id);
            String member = member(id);
            Standing standing = standing(group, app);
            Membership membership = memberships.get(Membership.id(group, member));
            return new Edge(group, member, standing.wanted() ? null : standing.reason(), membership != null && membership.present(), memberReason(member, app));
        }

        private @Nullable String memberReason(String member, RunningApp app) {
            DirectoryObject object = objects.get(member);
            if (object == null) {
                // It may come yet, and until then there is no account to be written.
                return null;
            }
            return object.type() == ObjectType.USER ? Edge.person(object.lifecycle(precedence)) : Edge.nested(standing(member, app).wanted());
        }

        private Standing standing(String group, RunningApp app) {
            return verdicts.computeIfAbsent(DesiredAccount.key(app.app().id(), group), id -> {
                DirectoryObject object = objects.get(group);
                if (object == null || object.type() != ObjectType.GROUP) {
                    return new Standing(false, "unassigned");
                }
                AppRules rules = Objects.requireNonNull(app.groups());
                Subject subject = Subject.of(object, precedence);
                Verdict verdict = Verdict.of(subject, rules, assigned.getOrDefault(group, Set.of()).contains(app.app().id()));
                return new Standing(verdict.inScope(), GroupDecider.reason(subject, verdict));
            });
        }
    }

    /** @param reason why the group is, or is not, wanted */
    public record Standing(boolean wanted, String reason) {
    }
}
