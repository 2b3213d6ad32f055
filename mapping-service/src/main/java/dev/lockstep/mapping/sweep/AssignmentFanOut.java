package dev.lockstep.mapping.sweep;

import dev.lockstep.contracts.Activity;
import dev.lockstep.contracts.Lane;
import dev.lockstep.contracts.ObjectType;
import dev.lockstep.contracts.Reevaluate;
import dev.lockstep.kit.publish.Outgoing;
import dev.lockstep.kit.publish.Publisher;
import dev.lockstep.mapping.app.App;
import dev.lockstep.mapping.planning.AppCatalog;
import dev.lockstep.mapping.planning.AppStore;
import dev.lockstep.mapping.planning.AssignmentStore;
import dev.lockstep.mapping.planning.AssignmentStore.Assignment;
import dev.lockstep.mapping.planning.AssignmentStore.Kind;
import dev.lockstep.mapping.planning.Entitlements;
import dev.lockstep.mapping.planning.Facts;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Has everybody decided again whom a changed assignment concerns, and the group itself, and records who changed it. */
public final class AssignmentFanOut {
    private static final int AT_ONCE = 100;

    private final AssignmentStore assignments;
    private final AppStore apps;
    private final Entitlements entitlements;
    private final AppCatalog catalog;
    private final Removals removals;
    private final Publisher publisher;

    public AssignmentFanOut(AssignmentStore assignments, AppStore apps, Entitlements entitlements, AppCatalog catalog, Removals removals, Publisher publisher) {
        this.assignments = assignments;
        this.apps = apps;
        this.entitlements = entitlements;
        this.catalog = catalog;
        this.removals = removals;
        this.publisher = publisher;
    }

    /** Settles every assignment that is not. */
    public void run() {
        List<Assignment> waiting;
        do {
            waiting = assignments.unsettled(AT_ONCE);
            waiting.forEach(this::settle);
        } while (waiting.size() == AT_ONCE);
    }

    private void settle(Assignment assignment) {
        List<Outgoing> outgoing = new ArrayList<>();
        String cause = assignment.id() + "/" + assignment.version();
        outgoing.add(Facts.activity(activity(assignment, cause)));
        Optional<App> app = apps.byId(assignment.app());
        if (app.isPresent() && (app.get().job().decides() || app.get().draft() != null)) {
            Set<String> people = assignment.kind() == Kind.USER
                    ? Set.of(assignment.principalId())
                    : entitlements.people(List.of(assignment.principalId()));
            boolean group = assignment.kind() == Kind.GROUP && app.get().groupsEnabled();
            Set<String> all = new LinkedHashSet<>(people);
            if (group) {
                all.add(assignment.principalId());
            }
            Lane lane = Entitlements.lane(people.size());
            int removed = assignment.present() ? 0 : catalog.current().stream().filter(running -> running.app().id().equals(assignment.app())).findFirst()
                    .map(running -> removals.of(running, all)).orElse(0);
            for (String each : all) {
                boolean itself = group && each.equals(assignment.principalId());
                outgoing.add(Facts.reevaluate(cause, assignment.changedAt(), new Reevaluate(itself ? ObjectType.GROUP : ObjectType.USER, each,
                        assignment.app(), List.of(cause), lane, null, null, assignment.changedBy(), removed == 0 ? null : removed)));
            }
        }
        publisher.publish(outgoing);
        assignments.settled(assignment);
    }

    private static Activity activity(Assignment assignment, String cause) {
        String done = assignment.present() ? "was assigned to the app" : "was unassigned from the app";
        return new Activity("admin/" + cause, assignment.changedAt(), "admin", "success", assignment.app(),
                assignment.principalId(), null, assignment.changedBy(), List.of(), "A " + assignment.kind().spelling() + " " + done + ".",
                List.of(), null, Map.of("principalType", assignment.kind().spelling(), "principalId", assignment.principalId(),
                        "assigned", assignment.present()));
    }
}
