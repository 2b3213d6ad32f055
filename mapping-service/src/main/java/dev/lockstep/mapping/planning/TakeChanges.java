package dev.lockstep.mapping.planning;

import dev.lockstep.contracts.DirectoryChange;
import dev.lockstep.contracts.DirectoryChange.Operation;
import dev.lockstep.contracts.ObjectType;
import dev.lockstep.kit.consume.Received;
import dev.lockstep.kit.publish.Outgoing;
import dev.lockstep.mapping.directory.Applied;
import dev.lockstep.mapping.directory.DirectoryObject;
import dev.lockstep.mapping.directory.DirectoryRules;
import dev.lockstep.mapping.directory.Lifecycle;
import dev.lockstep.mapping.directory.Membership;
import dev.lockstep.mapping.directory.Precedence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Brings the directory up to date with a batch of changes, and finds out who has to be decided because of them. */
final class TakeChanges {
    private final ObjectStore objects;
    private final MembershipStore memberships;
    private final Entitlements entitlements;

    TakeChanges(ObjectStore objects, MembershipStore memberships, Entitlements entitlements) {
        this.objects = objects;
        this.memberships = memberships;
        this.entitlements = entitlements;
    }

    /** One change with the record that brought it. */
    record Change(Received record, DirectoryChange change) {
    }

    /**
     * @param objects all that were read, as they are now
     * @param outgoing stale changes, and who else has to be decided
     * @param moved changes after which an object may be in groups of an app, or may not any more
     */
    record Taken(Map<String, DirectoryObject> objects, List<Outgoing> outgoing, List<DirectoryChange> moved) {
    }

    /** Stores everything that changed before it returns. {@code asks} learns who of the batch has to be decided. */
    Taken take(List<Change> changes, Collection<String> alsoRead, Precedence precedence, Asks asks, Instant now) {
        Set<String> ids = new LinkedHashSet<>(alsoRead);
        changes.stream().map(Change::change).filter(c -> !isMembership(c)).forEach(c -> ids.add(c.objectId()));
        Map<String, DirectoryObject> known = ids.isEmpty() ? new HashMap<>() : new HashMap<>(objects.byIds(ids));
        Map<String, Long> revisions = new HashMap<>();
        known.forEach((id, object) -> revisions.put(id, object.revision()));
        Map<String, Membership> edges = edges(changes);
        Map<String, DirectoryObject> dirty = new LinkedHashMap<>();
        Map<String, Membership> dirtyEdges = new LinkedHashMap<>();
        List<Outgoing> outgoing = new ArrayList<>();
        List<Told> told = new ArrayList<>();
        List<DirectoryChange> moved = new ArrayList<>();
        for (Change next : changes) {
            DirectoryChange change = next.change();
            if (isMembership(change)) {
                members(next, edges, dirtyEdges, precedence, asks, told, outgoing, now);
            } else {
                object(next, known, dirty, precedence, asks, told, moved, outgoing, now);
            }
        }
        if (!dirty.isEmpty()) {
            objects.store(dirty.values().stream()
                    .map(object -> new ObjectStore.Step(revisions.getOrDefault(object.objectId(), 0L), object)).toList(), precedence);
        }
        if (!dirtyEdges.isEmpty()) {
            memberships.store(dirtyEdges.values());
        }
        told.forEach(t -> fanOut(t, outgoing));
        return new Taken(known, outgoing, moved);
    }

    /**
     * People to be told of a change of a group.
     *
     * @param below members that it is about; the group itself when it is about all of them
     */
    private record Told(DirectoryChange change, List<String> below) {
    }

    private static boolean isMembership(DirectoryChange change) {
        return change.operation() == Operation.ADD_MEMBERS || change.operation() == Operation.REMOVE_MEMBERS;
    }

    private static void object(Change next, Map<String, DirectoryObject> known, Map<String, DirectoryObject> dirty,
            Precedence precedence, Asks asks, List<Told> told, List<DirectoryChange> moved, List<Outgoing> outgoing, Instant now) {
        DirectoryChange change = next.change();
        DirectoryObject before = known.get(change.objectId());
        DirectoryObject after = switch (DirectoryRules.apply(before, change, precedence)) {
            case Applied.Changed(DirectoryObject object) -> {
                known.put(object.objectId(), object);
                dirty.put(object.objectId(), object);
                yield object;
            }
            case Applied.Repeated(DirectoryObject object) -> object;
            case Applied.Stale(String reason) -> {
                outgoing.add(Facts.activity(Facts.stale(change, reason, now)));
                yield null;
            }
        };
        if (after == null) {
            return;
        }
        asks.change(next.record(), change);
        if (change.operation() == Operation.MERGE) {
            return;
        }
        // What a repeated change did before is not known any more.
        boolean comesOrGoes = before == after || before != null && before.lifecycle(precedence) != after.lifecycle(precedence);
        if (after.type() == ObjectType.GROUP && (before == null || comesOrGoes)) {
            told.add(new Told(change, List.of(after.objectId())));
            moved.add(change);
        } else if (after.type() == ObjectType.USER && comesOrGoes && (before == after || purged(before, precedence) != purged(after, precedence))) {
            moved.add(change);
        }
    }

    private static boolean purged(@Nullable DirectoryObject object, Precedence precedence) {
        return object != null && object.lifecycle(precedence) == Lifecycle.PURGED;
    }

    private Map<String, Membership> edges(List<Change> changes) {
        Set<String> ids = new LinkedHashSet<>();
        for (Change next : changes) {
            if (isMembership(next.change())) {
                next.change().members().forEach(member -> ids.add(Membership.id(next.change().objectId(), member)));
            }
        }
        return ids.isEmpty() ? new HashMap<>() : new HashMap<>(memberships.byIds(ids));
    }

    private static void members(Change next, Map<String, Membership> edges, Map<String, Membership> dirty,
            Precedence precedence, Asks asks, List<Told> told, List<Outgoing> outgoing, Instant now) {
        DirectoryChange change = next.change();
        List<String> concerned = new ArrayList<>();
        boolean stale = false;
        for (String member : change.members()) {
            String id = Membership.id(change.objectId(), member);
            switch (Membership.apply(edges.get(id), change, member, precedence)) {
                case Membership.Result.Changed(Membership edge) -> {
                    edges.put(id, edge);
                    dirty.put(id, edge);
                    concerned.add(member);
                }
                case Membership.Result.Repeated(Membership edge) -> concerned.add(member);
                case Membership.Result.Stale() -> stale = true;
            }
        }
        if (!concerned.isEmpty()) {
            told.add(new Told(change, concerned));
            asks.members(next.record(), change, concerned);
        } else if (stale) {
            outgoing.add(Facts.activity(Facts.stale(change, "newer versions of all its memberships are stored", now)));
        }
    }

    /** Everybody below is decided again by the owner of each; nothing is evaluated here. */
    private void fanOut(Told told, List<Outgoing> outgoing) {
        DirectoryChange change = told.change();
        if (!entitlements.matter(List.of(change.objectId()))) {
            return;
        }
        Set<String> people = entitlements.people(told.below());
        people.remove(change.objectId());
        for (String person : people) {
            outgoing.add(Facts.reevaluateMember(Facts.cause(change), change.acceptedAt(), person,
                    Entitlements.lane(people.size()), change.initiator()));
        }
    }
}
