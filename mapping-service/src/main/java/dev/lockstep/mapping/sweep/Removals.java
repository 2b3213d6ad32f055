package dev.lockstep.mapping.sweep;

import dev.lockstep.contracts.DesiredAccount.State;
import dev.lockstep.mapping.desire.Decision;
import dev.lockstep.mapping.desire.Subject;
import dev.lockstep.mapping.desire.Verdict;
import dev.lockstep.mapping.directory.DirectoryObject;
import dev.lockstep.mapping.directory.Precedence;
import dev.lockstep.mapping.planning.AppCatalog.RunningApp;
import dev.lockstep.mapping.planning.DecisionStore;
import dev.lockstep.mapping.planning.Entitlements;
import dev.lockstep.mapping.planning.ObjectStore;
import dev.lockstep.mapping.planning.PrecedenceStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Counts how many accounts a known batch of decisions will remove, before its first one is made: so the writer can hold all of
 * them, and not only those behind the first few.
 */
public final class Removals {
    private static final int PAGE = 500;

    private final DecisionStore decisions;
    private final ObjectStore objects;
    private final Entitlements entitlements;
    private final PrecedenceStore precedences;

    public Removals(DecisionStore decisions, ObjectStore objects, Entitlements entitlements, PrecedenceStore precedences) {
        this.decisions = decisions;
        this.objects = objects;
        this.entitlements = entitlements;
        this.precedences = precedences;
    }

    /** Of everybody who has an account in the app. */
    int of(RunningApp app) {
        Precedence precedence = precedences.precedence();
        int count = 0;
        @Nullable String after = null;
        List<Decision> page;
        do {
            page = decisions.page(app.app().id(), after, PAGE);
            count += among(app, page, precedence);
            after = page.isEmpty() ? null : page.getLast().objectId();
        } while (page.size() == PAGE);
        return count;
    }

    /** Of these people. */
    int of(RunningApp app, Collection<String> people) {
        Precedence precedence = precedences.precedence();
        List<String> all = new ArrayList<>(people);
        int count = 0;
        for (int from = 0; from < all.size(); from += PAGE) {
            List<String> ids = all.subList(from, Math.min(all.size(), from + PAGE)).stream().map(id -> app.app().id() + "/" + id).toList();
            count += among(app, decisions.byIds(ids).values(), precedence);
        }
        return count;
    }

    private int among(RunningApp app, Collection<Decision> decided, Precedence precedence) {
        List<String> present = decided.stream().filter(decision -> decision.state() == State.PRESENT).map(Decision::objectId).toList();
        if (present.isEmpty() || app.rules().leaveAlone()) {
            return 0;
        }
        Map<String, DirectoryObject> found = objects.byIds(present);
        Map<String, Set<String>> entitled = app.rules().everybody() ? Map.of() : entitlements.appsOf(present);
        return (int) present.stream().map(found::get).filter(object -> object != null && !Verdict.of(Subject.of(object, precedence), app.rules(),
                entitled.getOrDefault(object.objectId(), Set.of()).contains(app.app().id())).inScope()).count();
    }
}
