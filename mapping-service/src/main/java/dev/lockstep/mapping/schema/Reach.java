package dev.lockstep.mapping.schema;

import dev.lockstep.mapping.app.App;
import dev.lockstep.mapping.desire.AppRules;
import dev.lockstep.mapping.desire.Subject;
import dev.lockstep.mapping.desire.UserMapping;
import dev.lockstep.mapping.desire.Verdict;
import dev.lockstep.mapping.directory.DirectoryObject;
import dev.lockstep.mapping.directory.Precedence;
import dev.lockstep.mapping.planning.Entitlements;
import dev.lockstep.mapping.planning.PrecedenceStore;
import dev.lockstep.mapping.sweep.Walk;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Counts whom a change of an app's rules concerns: person by person from the directory, not estimated. */
public final class Reach {
    private final Walk walk;
    private final Entitlements entitlements;
    private final PrecedenceStore precedences;

    public Reach(Walk walk, Entitlements entitlements, PrecedenceStore precedences) {
        this.walk = walk;
        this.entitlements = entitlements;
        this.precedences = precedences;
    }

    /** As in {@link SchemaAdministration.Reevaluation}. */
    public record Count(long users, long entering, long leaving) {
    }

    public Count of(App app, UserMapping before, UserMapping after) {
        AppRules old = AppRules.of(app, before);
        AppRules next = AppRules.of(app, after);
        Precedence precedence = precedences.precedence();
        Iterator<List<DirectoryObject>> pages = walk.concerned(app.id(), app.everybody(), null);
        long users = 0;
        long entering = 0;
        long leaving = 0;
        while (pages.hasNext()) {
            List<DirectoryObject> page = pages.next();
            Map<String, Set<String>> entitled = app.everybody() ? Map.of()
                    : entitlements.appsOf(page.stream().map(DirectoryObject::objectId).toList());
            for (DirectoryObject object : page) {
                Subject subject = Subject.of(object, precedence);
                boolean assigned = entitled.getOrDefault(object.objectId(), Set.of()).contains(app.id());
                boolean was = Verdict.of(subject, old, assigned).inScope();
                boolean is = Verdict.of(subject, next, assigned).inScope();
                users += was || is ? 1 : 0;
                entering += is && !was ? 1 : 0;
                leaving += was && !is ? 1 : 0;
            }
        }
        return new Count(users, entering, leaving);
    }
}
