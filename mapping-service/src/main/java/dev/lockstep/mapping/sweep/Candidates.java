package dev.lockstep.mapping.sweep;

import dev.lockstep.mapping.desire.Decision;
import dev.lockstep.mapping.planning.AssignmentStore;
import dev.lockstep.mapping.planning.AssignmentStore.Assignment;
import dev.lockstep.mapping.planning.DecisionStore;
import dev.lockstep.mapping.planning.Entitlements;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Whom an app for assigned people may concern: who is assigned on any way, and who ever had an account desired. */
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
        String last = null;
        List<Assignment> page;
        do {
            page = assignments.page(app, last, PAGE);
            page.forEach(assignment -> principals.add(assignment.principalId()));
            last = page.isEmpty() ? null : page.getLast().id();
        } while (page.size() == PAGE);
        NavigableSet<String> ids = new TreeSet<>(entitlements.people(principals));
        List<Decision> decided;
        String object = after;
        do {
            decided = decisions.page(app, object, PAGE);
            decided.stream().filter(decision -> decision.state() != null).forEach(decision -> ids.add(decision.objectId()));
            object = decided.isEmpty() ? null : decided.getLast().objectId();
        } while (decided.size() == PAGE);
        return after == null ? ids : ids.tailSet(after, false);
    }
}
