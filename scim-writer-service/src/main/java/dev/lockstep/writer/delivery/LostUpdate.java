package dev.lockstep.writer.delivery;

import dev.lockstep.contracts.AccountOutcome.Action;
import dev.lockstep.contracts.AccountOutcome.Change;
import dev.lockstep.contracts.AppConfig.TargetProfile;
import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.writer.reconcile.Reconcile;
import dev.lockstep.writer.reconcile.Wanted;
import dev.lockstep.writer.reconcile.WriteStep;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An update whose answer was lost and which, as the account shows, has happened.
 *
 * @param applied what the account is known to hold since
 */
record LostUpdate(Action action, List<Change> changes, Map<String, @Nullable Object> applied) {
    /**
     * @param applied what was known of the account before the call; null when nothing was
     * @param current the account as just read
     * @return null when it has not happened, or nothing had to be changed
     */
    static @Nullable LostUpdate of(DesiredAccount desired, @Nullable Map<String, @Nullable Object> applied, Map<String, @Nullable Object> current,
            Reconcile reconcile, TargetProfile profile, Surroundings around) {
        if (applied == null || desired.state() == DesiredAccount.State.DELETED) {
            return null;
        }
        Wanted wanted = Wanted.of(desired, held(desired, current, reconcile, around), profile.omitExternalId());
        List<Change> changes = reconcile.step(wanted, reconcile.assumed(applied), profile).changes();
        return changes.isEmpty() || !(reconcile.step(wanted, current, profile) instanceof WriteStep.Nothing) ? null
                : new LostUpdate(Endings.named(Action.UPDATE, changes, wanted), changes, reconcile.applied(wanted, applied));
    }

    /** Which of the references were resolved when the call was sent cannot be known: only those that the account holds count. */
    private static Map<String, String> held(DesiredAccount desired, Map<String, @Nullable Object> current, Reconcile reconcile, Surroundings around) {
        Map<String, Object> held = reconcile.references(desired.references().keySet(), current);
        Map<String, String> found = new LinkedHashMap<>();
        desired.references().forEach((path, objectId) -> {
            String link = around.link(DesiredAccount.key(desired.app(), objectId));
            if (link != null && link.equals(held.get(path))) {
                found.put(path, link);
            }
        });
        return found;
    }
}
