package dev.lockstep.mapping.sweep;

import dev.lockstep.contracts.DesiredAccount.State;
import dev.lockstep.contracts.ObjectType;
import dev.lockstep.mapping.desire.AppRules;
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
 * Counts how many accounts and groups a known batch of decisions will remove, before its first one is made: so the writer can
 * hold all of them, and not only those behind the first few. Memberships do not count.
 */
public final class Removals {
    private static final int PAGE = 500;
    /** The last character of all, which is no letter. */
    private static final String LAST = Character.toString(Character.MAX_CODE_POINT);

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

    /** Of everybody who has an account in the app, and of its groups. */
    int of(RunningApp app) {
        Precedence precedence = precedences.precedence();
        int count = 0;
        @Nullable String after = null;
        List<Decision> page;
        do {
            page = decisions.page(app.app().id(), after, PAGE);
            count += among(app, page, precedence);
            after = page.isEmpty() ? null : next(page.getLast());
        } while (page.size() == PAGE);
        return count;
    }

    /** The memberships of a group stand behind it and may be many: once one is met the rest of them is passed over. */
    static String next(Decision last) {
        String id = last.objectId();
        int member = id.indexOf('/') + 1;
        return last.type() != ObjectType.MEMBERSHIP || id.startsWith(LAST, member) ? id : id.substring(0, member) + LAST;
    }

    /** Of these people and groups. */
    int of(RunningApp app, Collection<String> objects) {
        Precedence precedence = precedences.precedence();
        List<String> all = new ArrayList<>(objects);
        int count = 0;
        for (int from = 0; from < all.size(); from += PAGE) {
            List<String> ids = all.subList(from, Math.min(all.size(), from + PAGE)).stream().map(id -> app.app().id() + "/" + id).toList();
            count += among(app, decisions.byIds(ids).values(), precedence);
        }
        return count;
    }

    private int among(RunningApp app, Collection<Decision> decided, Precedence precedence) {
        List<String> people = present(decided, ObjectType.USER);
        List<String> groups = app.groups() == null ? List.of() : present(decided, ObjectType.GROUP);
        if (people.isEmpty() && groups.isEmpty() || app.rules().leaveAlone()) {
            return 0;
        }
        boolean everybody = app.rules().everybody();
        return leaving(people, app, app.rules(), everybody ? Map.of() : entitlements.appsOf(people), precedence)
                + leaving(groups, app, app.groups(), everybody ? Map.of() : entitlements.direct(groups), precedence);
    }

    private static List<String> present(Collection<Decision> decided, ObjectType type) {
        return decided.stream().filter(decision -> decision.state() == State.PRESENT && decision.type() == type).map(Decision::objectId).toList();
    }

    private int leaving(List<String> ids, RunningApp app, @Nullable AppRules rules, Map<String, Set<String>> entitled, Precedence precedence) {
        if (ids.isEmpty() || rules == null) {
            return 0;
        }
        Map<String, DirectoryObject> found = objects.byIds(ids);
        return (int) ids.stream().map(found::get).filter(object -> object != null && !Verdict.of(Subject.of(object, precedence), rules,
                entitled.getOrDefault(object.objectId(), Set.of()).contains(app.app().id())).inScope()).count();
    }
}
