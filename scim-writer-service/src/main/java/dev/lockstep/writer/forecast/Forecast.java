package dev.lockstep.writer.forecast;

import dev.lockstep.contracts.AppConfig.RemovalThreshold;
import dev.lockstep.contracts.AppConfig.TargetProfile;
import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.contracts.DesiredAccount.Operation;
import dev.lockstep.contracts.ObjectType;
import dev.lockstep.writer.account.Row;
import dev.lockstep.writer.reconcile.Reconcile;
import dev.lockstep.writer.reconcile.Wanted;
import dev.lockstep.writer.reconcile.WriteStep;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Foretells what an attempt for a desire would do, from what is known of the account and with the same {@link Reconcile} as
 * the attempt itself. What only the target knows shows later: an account that matching finds is updated where {@link
 * Action#CREATE} was foretold, and one that somebody changed by hand is put right where {@link Action#NOTHING} was.
 */
public final class Forecast {
    private final Reconcile reconcile = new Reconcile();

    /** One account's effect, for people. */
    public enum Action {
        CREATE, UPDATE, ENABLE, DISABLE, DELETE, NOTHING
    }

    /**
     * @param row what is known of the account; null when nothing is
     * @param links key of a row to the target's id, as far as the references of this desire have one
     */
    public Action of(DesiredAccount desired, @Nullable Row row, Map<String, String> links, TargetProfile profile, RemovalThreshold safeguards) {
        if (desired.objectType() == ObjectType.MEMBERSHIP) {
            return ofMembership(desired, row, links);
        }
        Wanted wanted = Wanted.of(desired, references(desired, row, links), profile.omitExternalId());
        String id = row == null ? null : row.standing().targetId();
        WriteStep step = reconcile.step(wanted, id == null ? null : known(row), profile);
        Action action = switch (step) {
            case WriteStep.Create create -> allowed(desired, Operation.ADD, Action.CREATE);
            case WriteStep.Patch patch -> allowed(desired, Operation.UPDATE, named(patch, wanted));
            case WriteStep.Replace replace -> allowed(desired, Operation.UPDATE, named(replace, wanted));
            case WriteStep.Delete delete -> allowed(desired, Operation.DELETE, Action.DELETE);
            case WriteStep.Nothing nothing -> Action.NOTHING;
        };
        boolean removal = action == Action.DISABLE || action == Action.DELETE;
        return removal && safeguards.protects(desired.objectId(), desired.userName()) ? Action.NOTHING : action;
    }

    /** It is written into its group, which is an update; without the group or the member it waits, or is gone with them. */
    private static Action ofMembership(DesiredAccount desired, @Nullable Row row, Map<String, String> links) {
        boolean wanted = desired.state() == DesiredAccount.State.PRESENT;
        Map<String, @Nullable Object> applied = row == null ? null : row.standing().applied();
        Map<String, @Nullable Object> ends = new LinkedHashMap<>();
        desired.references().forEach((end, objectId) -> {
            String id = links.get(DesiredAccount.key(desired.app(), objectId));
            if (id != null) {
                ends.put(end, id);
            }
        });
        boolean possible = ends.size() == desired.references().size() && !desired.conditionsOrNone().operations().isEmpty();
        return possible && (wanted ? !ends.equals(applied) : applied != null) ? Action.UPDATE : Action.NOTHING;
    }

    private static Map<String, String> references(DesiredAccount desired, @Nullable Row row, Map<String, String> links) {
        Map<String, String> references = new LinkedHashMap<>();
        if (desired.state() == DesiredAccount.State.PRESENT) {
            desired.references().forEach((path, objectId) -> {
                String key = DesiredAccount.key(desired.app(), objectId);
                String id = row != null && key.equals(row.key()) ? row.standing().targetId() : links.get(key);
                if (id != null) {
                    references.put(path, id);
                }
            });
        }
        return references;
    }

    /** The account as it was written last; of one that was only found, nothing is known. */
    private Map<String, @Nullable Object> known(Row row) {
        Map<String, @Nullable Object> applied = row.standing().applied();
        return reconcile.assumed(applied == null ? Map.of() : applied);
    }

    private static Action allowed(DesiredAccount desired, Operation operation, Action action) {
        return desired.conditionsOrNone().operations().contains(operation) ? action : Action.NOTHING;
    }

    private static Action named(WriteStep step, Wanted wanted) {
        if (wanted.state() == DesiredAccount.State.DISABLED) {
            return Action.DISABLE;
        }
        boolean switched = step.changes().stream().anyMatch(change -> change.attribute().equals("active"));
        return !switched ? Action.UPDATE : wanted.isInactive() ? Action.DISABLE : Action.ENABLE;
    }
}
