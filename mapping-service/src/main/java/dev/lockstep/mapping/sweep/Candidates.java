package dev.lockstep.mapping.sweep;

import dev.lockstep.contracts.ObjectType;
import dev.lockstep.mapping.desire.Decision;
import dev.lockstep.mapping.planning.AssignmentStore;
import dev.lockstep.mapping.planning.AssignmentStore.Assignment;
import dev.lockstep.mapping.planning.AssignmentStore.Kind;
import dev.lockstep.mapping.planning.DecisionStore;
import dev.lockstep.mapping.planning.Entitlements;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Whom an app for assigned people may concern: who is assigned on any way, and who ever had an account desired. Of groups those
 * that are assigned themselves.
 */
public final class Candidates {
    private static final int PAGE = 1000;

    private final AssignmentStore assignments;
    private final DecisionStore decisions;
    private final Entitlements entitlements;

    public Candidates(AssignmentStore assignments, DecisionStore decisions, Entitlements entitlements) {
        this.assignments = assignments;
        this.decisions = decisions;
        this.entitlements = entitlements;
    }

    /** Object ids behind {@code after}, in order; users for the most part. */
    SortedSet<String> of(String app, @Nullable String after) {
        List<String> principals = new ArrayList<>();
        assigned(app, assignment -> principals.add(assignment.principalId()));
        NavigableSet<String> ids = new TreeSet<>(entitlements.people(principals));
        decided(app, ObjectType.USER, after, ids);
        return after == null ? ids : ids.tailSet(after, false);
    }

    /** Ids of groups behind {@code after}, in order. */
    SortedSet<String> groups(String app, @Nullable String after) {
        NavigableSet<String> ids = new TreeSet<>();
        assigned(app, assignment -> {
            if (assignment.kind() == Kind.GROUP) {
                ids.add(assignment.principalId());
            }
        });
        decided(app, ObjectType.GROUP, after, ids);
        return after == null ? ids : ids.tailSet(after, false);
    }

    private void assigned(String app, Consumer<Assignment> each) {
        String last = null;
        List<Assignment> page;
        do {
            page = assignments.page(app, last, PAGE);
            page.forEach(each);
            last = page.isEmpty() ? null : page.getLast().id();
        } while (page.size() == PAGE);
    }

    private void decided(String app, ObjectType type, @Nullable String after, Set<String> ids) {
        List<Decision> decided;
        String object = after;
        do {
            decided = decisions.page(app, object, PAGE);
            decided.stream().filter(decision -> decision.state() != null && decision.type() == type).forEach(decision -> ids.add(decision.objectId()));
            object = decided.isEmpty() ? null : Removals.next(decided.getLast());
        } while (decided.size() == PAGE);
    }
}
