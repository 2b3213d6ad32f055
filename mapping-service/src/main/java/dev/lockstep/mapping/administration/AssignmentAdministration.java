package dev.lockstep.mapping.administration;

import dev.lockstep.kit.web.Problem;
import dev.lockstep.mapping.directory.Precedence;
import dev.lockstep.mapping.planning.AssignmentStore;
import dev.lockstep.mapping.planning.AssignmentStore.Assignment;
import dev.lockstep.mapping.planning.AssignmentStore.Kind;
import dev.lockstep.mapping.planning.ObjectStore;
import dev.lockstep.mapping.planning.PrecedenceStore;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Assigns users and groups to apps. Who is concerned is decided again in the background, also after a crash. */
public final class AssignmentAdministration {
    private final AssignmentStore assignments;
    private final ObjectStore objects;
    private final PrecedenceStore precedences;
    private final Clock clock;
    private final Runnable nudge;

    public AssignmentAdministration(AssignmentStore assignments, ObjectStore objects, PrecedenceStore precedences, Clock clock, Runnable nudge) {
        this.assignments = assignments;
        this.objects = objects;
        this.precedences = precedences;
        this.clock = clock;
        this.nudge = nudge;
    }

    /** Assigning twice is assigning once. */
    public Assignment assign(String app, Kind kind, String principalId, String by) {
        var principal = objects.byIds(List.of(principalId)).get(principalId);
        boolean fits = principal != null && principal.type().name().equals(kind.name());
        if (!fits) {
            throw Problem.badRequest("unknown-principal", "The directory has no " + kind.spelling() + " with this objectId.",
                    "Look the objectId up with GET /api/v1/directory/" + kind.spelling() + "s?q=.");
        }
        return change(app, Assignment.id(app, kind, principalId), new Assignment(
                app, kind, principalId, false, 0, true, by, clock.instant()), true, by);
    }

    public void unassign(String app, String id, String by) {
        Assignment stored = assignments.byId(id).filter(a -> a.app().equals(app) && a.present())
                .orElseThrow(() -> Problem.notFound("The assignment", "List the app's assignments."));
        change(app, id, stored, false, by);
    }

    private Assignment change(String app, String id, Assignment absent, boolean present, String by) {
        while (true) {
            Optional<Assignment> stored = assignments.byId(id);
            if (stored.isPresent() && stored.get().present() == present) {
                return stored.get();
            }
            Assignment next = stored.orElse(absent).change(present, by, clock.instant());
            if (assignments.save(next)) {
                nudge.run();
                return next;
            }
        }
    }

    /** Names by id, of those that have one. */
    public Map<String, String> displayNames(Collection<String> ids) {
        Precedence precedence = precedences.precedence();
        Map<String, String> names = new HashMap<>();
        objects.byIds(ids).forEach((id, object) -> {
            if (object.attributes(precedence).get("displayName") instanceof String name) {
                names.put(id, name);
            }
        });
        return names;
    }

    public List<Assignment> page(String app, @Nullable String after, int limit) {
        return assignments.page(app, after, limit);
    }
}
