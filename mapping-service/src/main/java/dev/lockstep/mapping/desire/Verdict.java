package dev.lockstep.mapping.desire;

import dev.lockstep.mapping.directory.Lifecycle;

/**
 * Whether somebody is in an app's scope: active in the source, and assigned (or everybody is), and past the filter.
 *
 * @param present not soft-deleted and not purged
 * @param enabled sign-in is not blocked
 */
public record Verdict(boolean present, boolean enabled, boolean everybody, boolean assigned, boolean passesFilter) {

    public static Verdict of(Subject subject, AppRules rules, boolean assigned) {
        boolean softDeleted = subject.lifecycle() != Lifecycle.ACTIVE || !subject.enabled();
        return new Verdict(subject.lifecycle() == Lifecycle.ACTIVE, subject.enabled(), rules.everybody(), assigned,
                rules.mapping().passes(subject.withSoftDeleted(softDeleted)));
    }

    public boolean entitled() {
        return everybody || assigned;
    }

    /** An active account is wanted. */
    public boolean inScope() {
        return present && enabled && entitled() && passesFilter;
    }

    /** As in {@link dev.lockstep.contracts.DesiredAccount#reason()}. */
    public String reason() {
        if (!present) {
            return "softDeleted";
        }
        if (!entitled()) {
            return "unassigned";
        }
        if (!passesFilter) {
            return "filteredOut";
        }
        if (!enabled) {
            return "accountDisabled";
        }
        return everybody ? "allUsers" : "assigned";
    }
}
