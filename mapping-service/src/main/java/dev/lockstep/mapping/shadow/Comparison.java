package dev.lockstep.mapping.shadow;

import dev.lockstep.contracts.DesiredAccount.Conditions;
import dev.lockstep.contracts.DesiredAccount.State;
import dev.lockstep.mapping.desire.UserMapping.Mapped;
import dev.lockstep.mapping.desire.Wish;
import dev.lockstep.mapping.shadow.Finding.Change;
import dev.lockstep.mapping.shadow.Finding.Effect;
import dev.lockstep.mapping.shadow.Finding.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares what two sets of rules want for one person. Pure. */
final class Comparison {
    /** A report is for reading: no more than this of one account, and of one value. */
    private static final int MOST_CHANGES = 60;
    private static final int LONGEST = 300;
    private static final String ACTIVE = "active";

    private Comparison() {
    }

    /** @param exists whether the person has an account already, for which values on creation do not count any more */
    static Finding of(Wish before, Wish after, boolean exists) {
        boolean was = before.state() == State.PRESENT;
        boolean is = after.state() == State.PRESENT;
        if (!was && !is) {
            return new Finding(Kind.same, List.of(), List.of());
        }
        if (!is) {
            return new Finding(Kind.leaves, List.of(new Change(ACTIVE, Effect.set, before.mapped().attributes().get(ACTIVE), false)), List.of());
        }
        Mapped old = was ? before.mapped() : new Mapped("", Map.of(), Map.of(), Set.of(), Map.of(), List.of(), List.of());
        List<Change> changes = changes(old, after.mapped());
        Kind kind = !was ? Kind.enters : kind(changes, exists);
        List<Change> shown = changes.subList(0, Math.min(changes.size(), MOST_CHANGES));
        return new Finding(kind, shown, after.mapped().failures());
    }

    private static Kind kind(List<Change> changes, boolean exists) {
        if (changes.isEmpty()) {
            return Kind.same;
        }
        boolean visible = changes.stream().anyMatch(change -> switch (change.effect()) {
            case set, clear -> true;
            case release -> false;
            case onCreation -> !exists;
        });
        return visible ? Kind.changes : Kind.stays;
    }

    private static List<Change> changes(Mapped before, Mapped after) {
        List<Change> changes = new ArrayList<>();
        Set<String> redacted = new LinkedHashSet<>(before.redacted());
        redacted.addAll(after.redacted());
        for (String path : both(before.attributes().keySet(), after.attributes().keySet(), before.cleared(), after.cleared(),
                before.references().keySet(), after.references().keySet())) {
            Object was = written(before, path);
            Object is = written(after, path);
            boolean clears = is == null && after.cleared().contains(path);
            if (clears ? !before.cleared().contains(path) : !Objects.equals(was, is)) {
                Effect effect = clears ? Effect.clear : is == null ? Effect.release : Effect.set;
                changes.add(new Change(path, effect, shown(was, path, redacted), shown(is, path, redacted)));
            }
        }
        for (String path : both(before.onCreateOnly().keySet(), after.onCreateOnly().keySet())) {
            Object was = before.onCreateOnly().get(path);
            Object is = after.onCreateOnly().get(path);
            if (!Objects.equals(was, is)) {
                changes.add(new Change(path, Effect.onCreation, shown(was, path, redacted), shown(is, path, redacted)));
            }
        }
        return changes;
    }

    private static @Nullable Object written(Mapped mapped, String path) {
        String reference = mapped.references().get(path);
        return reference != null ? reference : mapped.attributes().get(path);
    }

    @SafeVarargs
    private static Set<String> both(Set<String>... sets) {
        Set<String> all = new LinkedHashSet<>();
        for (Set<String> set : sets) {
            all.addAll(set);
        }
        return all;
    }

    private static @Nullable Object shown(@Nullable Object value, String path, Set<String> redacted) {
        if (value != null && redacted.contains(path)) {
            return Conditions.REDACTED;
        }
        return value instanceof String text && text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : value;
    }
}
