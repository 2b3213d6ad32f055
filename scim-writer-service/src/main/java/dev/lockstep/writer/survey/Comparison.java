package dev.lockstep.writer.survey;

import dev.lockstep.contracts.AccountOutcome.Change;
import dev.lockstep.contracts.AppConfig.Drift;
import dev.lockstep.contracts.AppConfig.Reconciliation;
import dev.lockstep.contracts.AppConfig.TargetProfile;
import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.writer.account.Row;
import dev.lockstep.writer.reconcile.Hidden;
import dev.lockstep.writer.reconcile.Reconcile;
import dev.lockstep.writer.reconcile.Wanted;
import dev.lockstep.writer.reconcile.WriteStep;
import dev.lockstep.writer.survey.Finding.Action;
import dev.lockstep.writer.survey.Finding.Difference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares a listed account with what is desired, by the rules by which accounts are written, and says what follows. Pure. */
final class Comparison {
    private final Reconcile reconcile = new Reconcile();

    /**
     * An account that is not as it should be.
     *
     * @param differences without those that were accepted before; as people may see them
     * @param leave paths that a repair does not touch
     * @param applied what counts as written when the target's values are accepted; null when none are
     */
    record Drifted(List<Difference> differences, boolean revert, Set<String> leave, @Nullable Map<String, @Nullable Object> applied) {
        Action action() {
            return revert ? Action.REVERT : applied != null ? Action.ACCEPT : Action.REPORT;
        }
    }

    /** Whether the account is at rest, as far as the row knows: nothing open, nothing failed. */
    static boolean isSettled(Row row) {
        return row.wish() != null && !row.isOpen() && row.intent() == null && row.doubt() == null && row.standing().settledVersion() >= row.version()
                && row.standing().lastError() == null && switch (row.standing().state()) {
                    case ACTIVE, DISABLED, WAITING_FOR_REFERENCE -> true;
                    case PENDING, DELETED, FAILED, OUT_OF_SCOPE, HELD, MEMBER -> false;
                };
    }

    /** Whether an account would be made if there were none. */
    boolean wantsAccount(Row row, TargetProfile profile) {
        DesiredAccount desired = java.util.Objects.requireNonNull(row.wish()).account();
        return reconcile.step(Wanted.of(desired, Map.of(), profile.omitExternalId()), null, profile) instanceof WriteStep.Create;
    }

    /**
     * @param row a settled one
     * @param current the account as the target shows it
     * @param links the target's ids of accounts that are referred to, by row key
     * @return null when all is well
     */
    @Nullable Drifted drift(Row row, Map<String, @Nullable Object> current, Map<String, String> links, TargetProfile profile, Reconciliation policy) {
        DesiredAccount desired = java.util.Objects.requireNonNull(row.wish()).account();
        if (desired.conditionsOrNone().operations().isEmpty()) {
            // Left alone since its person went out of scope: whatever it holds is right.
            return null;
        }
        Map<String, String> references = new LinkedHashMap<>();
        if (desired.state() == DesiredAccount.State.PRESENT) {
            desired.references().forEach((path, objectId) -> {
                String id = links.get(DesiredAccount.key(desired.app(), objectId));
                if (id != null) {
                    references.put(path, id);
                }
            });
        }
        Wanted wanted = Wanted.of(desired, references, profile.omitExternalId());
        List<Change> changes = reconcile.step(wanted, current, profile).changes();
        if (changes.isEmpty()) {
            return null;
        }
        boolean mayWrite = desired.conditionsOrNone().operations().contains(DesiredAccount.Operation.UPDATE);
        Map<String, @Nullable Object> applied = row.standing().applied() == null ? Map.of() : row.standing().applied();
        Map<String, @Nullable Object> held = reconcile.held(wanted, current, applied);
        Map<String, @Nullable Object> accepted = new LinkedHashMap<>(applied);
        List<Difference> differences = new ArrayList<>();
        Set<String> leave = new HashSet<>();
        boolean revert = false;
        boolean accept = false;
        for (Change shown : Hidden.in(changes, desired)) {
            String path = shown.attribute();
            Drift drift = mayWrite ? policy.drift(path) : Drift.ALERT;
            if (drift != Drift.REVERT) {
                leave.add(path);
            }
            if (drift == Drift.ACCEPT && applied.containsKey(path) && same(applied.get(path), held.get(path))) {
                continue;
            }
            differences.add(new Difference(path, shown.before(), shown.after(), switch (drift) {
                case REVERT -> Action.REVERT;
                case ACCEPT -> Action.ACCEPT;
                case ALERT -> Action.REPORT;
            }));
            revert |= drift == Drift.REVERT;
            if (drift == Drift.ACCEPT) {
                accept = true;
                accepted.put(path, held.get(path));
            }
        }
        return differences.isEmpty() ? null : new Drifted(differences, revert, leave, accept ? accepted : null);
    }

    private static boolean same(@Nullable Object a, @Nullable Object b) {
        return String.valueOf(a).equals(String.valueOf(b));
    }
}
