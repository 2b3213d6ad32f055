package dev.lockstep.writer.reconcile;

import dev.lockstep.contracts.AccountOutcome.Change;
import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.contracts.DesiredAccount.Conditions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Values that are written but shown to nobody. */
public final class Hidden {
    private Hidden() {
    }

    /** The changes as people may see them. */
    public static List<Change> in(List<Change> changes, DesiredAccount desired) {
        Set<String> hidden = desired.conditionsOrNone().redacted();
        return hidden.isEmpty() ? changes : changes.stream().map(c -> !hidden.contains(c.attribute()) ? c
                : new Change(c.attribute(), c.before() == null ? null : Conditions.REDACTED, c.after() == null ? null : Conditions.REDACTED)).toList();
    }

    /** Values by path, as people may see them. */
    public static Map<String, @Nullable Object> in(Map<String, @Nullable Object> values, DesiredAccount desired) {
        Set<String> hidden = desired.conditionsOrNone().redacted();
        if (hidden.isEmpty()) {
            return values;
        }
        Map<String, @Nullable Object> shown = new LinkedHashMap<>(values);
        shown.replaceAll((path, value) -> value != null && hidden.contains(path) ? Conditions.REDACTED : value);
        return shown;
    }
}
