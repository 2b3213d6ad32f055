package dev.lockstep.mapping.planning;

import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.contracts.DirectoryChange;
import dev.lockstep.contracts.Lane;
import dev.lockstep.contracts.ObjectType;
import dev.lockstep.contracts.Reevaluate;
import dev.lockstep.kit.consume.Received;
import dev.lockstep.mapping.desire.Asked;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Why which objects and memberships have to be decided, over one batch. */
final class Asks {
    private record Ask(@Nullable String app, Asked asked) {
    }

    private final Map<String, List<Ask>> byObject = new LinkedHashMap<>();
    private final Map<String, List<Ask>> byMembership = new LinkedHashMap<>();
    private final Map<String, Asked> changes = new HashMap<>();
    private final Set<String> questioned = new HashSet<>();

    void change(Received record, DirectoryChange change) {
        Asked asked = asked(record, change);
        add(byObject, change.objectId(), null, asked);
        changes.merge(change.objectId(), asked, Asked::and);
    }

    /** The changes of the object itself, without what else asks for it; null when there are none. */
    @Nullable Asked changes(String objectId) {
        return changes.get(objectId);
    }

    /** @param members whose memberships the change is about */
    void members(Received record, DirectoryChange change, List<String> members) {
        Asked asked = asked(record, change);
        members.forEach(member -> add(byMembership, DesiredAccount.membership(change.objectId(), member), null, asked));
    }

    private static Asked asked(Received record, DirectoryChange change) {
        return new Asked(Set.of(record.position()), record.position(), List.of(Facts.cause(change)),
                Lane.LIVE, null, null, change.initiator(), change.effectiveAt(), change.acceptedAt());
    }

    void reevaluate(Received record, Reevaluate reevaluate) {
        Instant said = Objects.requireNonNull(record.envelope()).time();
        Asked asked = new Asked(Set.of(record.position()), record.position(), reevaluate.causes(),
                reevaluate.lane(), reevaluate.syncId(), reevaluate.requestId(), reevaluate.initiator(), said, said, reevaluate.removals());
        if (reevaluate.members() != null) {
            reevaluate.members().forEach(member -> add(byMembership, DesiredAccount.membership(reevaluate.objectId(), member), reevaluate.app(), asked));
            return;
        }
        add(byObject, reevaluate.objectId(), reevaluate.app(), asked);
        if (reevaluate.objectType() == ObjectType.GROUP) {
            questioned.add(reevaluate.objectId());
        }
    }

    /** Requests of replays, which wait to hear what came of them. */
    List<DecideBatch.Replayed> replayed() {
        List<DecideBatch.Replayed> found = new ArrayList<>();
        replayed(byObject, found);
        replayed(byMembership, found);
        return found;
    }

    private static void replayed(Map<String, List<Ask>> all, List<DecideBatch.Replayed> found) {
        all.forEach((objectId, asks) -> asks.forEach(ask -> {
            String requestId = ask.asked().requestId();
            if (requestId != null && ask.app() != null && Asked.isReplay(requestId)) {
                found.add(new DecideBatch.Replayed(requestId, ask.app(), objectId, false));
            }
        }));
    }

    private static void add(Map<String, List<Ask>> all, String id, @Nullable String app, Asked asked) {
        all.computeIfAbsent(id, fresh -> new ArrayList<>(1)).add(new Ask(app, asked));
    }

    boolean isEmpty() {
        return byObject.isEmpty() && byMembership.isEmpty();
    }

    /** As {@link DesiredAccount#membership}. */
    Set<String> memberships() {
        return byMembership.keySet();
    }

    /** Somebody asks for the group with all its memberships; nobody does when it only changed. */
    boolean questioned(String group) {
        return questioned.contains(group);
    }

    @Nullable Asked ofMembership(String membership, String app) {
        return of(byMembership, membership, app);
    }

    Set<String> objects() {
        return byObject.keySet();
    }

    /** What was asked of an app for an object; null when nothing was. */
    @Nullable Asked of(String objectId, String app) {
        return of(byObject, objectId, app);
    }

    private static @Nullable Asked of(Map<String, List<Ask>> asks, String id, String app) {
        Asked all = null;
        for (Ask ask : asks.getOrDefault(id, List.of())) {
            if (ask.app() == null || ask.app().equals(app)) {
                all = all == null ? ask.asked() : all.and(ask.asked());
            }
        }
        return all;
    }
}
