package dev.lockstep.writer.reconcile;

import dev.lockstep.contracts.AccountOutcome.Change;
import dev.lockstep.contracts.AppConfig.TargetProfile;
import dev.lockstep.contracts.DesiredAccount.State;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides the one step from what is known of an account to what is desired. Nothing that is already equal is sent. */
public final class Reconcile {
    private final ScimPath.Reader paths = new ScimPath.Reader();

    /**
     * @param current the account as read, or as Lockstep last wrote it; null when there is none
     */
    public WriteStep step(Wanted wanted, @Nullable Map<String, @Nullable Object> current, TargetProfile profile) {
        return switch (wanted.state()) {
            case DELETED -> current == null ? new WriteStep.Nothing() : new WriteStep.Delete();
            case DISABLED -> {
                if (current == null) {
                    yield new WriteStep.Nothing();
                }
                yield switch (profile.removal()) {
                    case DELETE -> new WriteStep.Delete();
                    case ACTIVE_FALSE -> update(inactive(wanted), current, profile);
                };
            }
            case PRESENT -> {
                if (current != null) {
                    yield update(wanted, current, profile);
                }
                yield wanted.isInactive() ? new WriteStep.Nothing() : create(wanted);
            }
        };
    }

    /** A removal says nothing but "inactive": what a leaver's record has become is no reason to write it. */
    private static Wanted inactive(Wanted wanted) {
        return new Wanted(wanted.type(), State.DISABLED, Map.of("active", false), Map.of(), java.util.Set.of(), null, wanted.caseInsensitive());
    }

    private WriteStep create(Wanted wanted) {
        List<Change> changes = new ArrayList<>();
        wanted.attributes().forEach((path, value) -> {
            if (!Json.isEmpty(value)) {
                changes.add(new Change(path, null, value));
            }
        });
        wanted.onCreateOnly().forEach((path, value) -> {
            if (!Json.isEmpty(value)) {
                changes.add(new Change(path, null, value));
            }
        });
        return new WriteStep.Create(Resources.create(wanted, paths), changes);
    }

    private WriteStep update(Wanted wanted, Map<String, @Nullable Object> current, TargetProfile profile) {
        List<Difference> differences = differences(wanted, current);
        if (differences.isEmpty()) {
            return new WriteStep.Nothing();
        }
        List<Change> changes = differences.stream().map(d -> new Change(d.path().text(), d.before(), d.after())).toList();
        goAlong(wanted, current, differences);
        return switch (profile.userUpdate()) {
            case PUT -> new WriteStep.Replace(merged(current, differences), changes);
            case PATCH -> new WriteStep.Patch(switch (profile.patchDialect()) {
                case RFC7644 -> new StandardPatch(profile.booleansAsText()).operations(differences, current);
                case ENTRA_LEGACY -> new LegacyPatch().operations(differences);
            }, changes);
        };
    }

    private void goAlong(Wanted wanted, Map<String, @Nullable Object> current, List<Difference> differences) {
        for (String always : wanted.always()) {
            Object value = wanted.attributes().get(always);
            if (!Json.isEmpty(value) && differences.stream().noneMatch(d -> d.path().text().equals(always))) {
                ScimPath path = paths.read(always);
                Object before = path.in(current);
                differences.add(new Difference(path, before, before instanceof Boolean ? Json.bool(value, value) : Resources.typed(path, value)));
            }
        }
    }

    /** What differs, in mapping order. */
    private List<Difference> differences(Wanted wanted, Map<String, @Nullable Object> current) {
        List<Difference> differences = new ArrayList<>();
        for (Map.Entry<String, @Nullable Object> entry : wanted.attributes().entrySet()) {
            Object value = entry.getValue();
            if (value == null || value instanceof String s && s.isEmpty()) {
                continue;
            }
            ScimPath path = paths.read(entry.getKey());
            Object before = path.in(current);
            if (!Json.same(value, before, !wanted.caseInsensitive().contains(entry.getKey()))) {
                differences.add(new Difference(path, before, before instanceof Boolean ? Json.bool(value, value) : Resources.typed(path, value)));
            }
        }
        for (String cleared : wanted.cleared()) {
            ScimPath path = paths.read(cleared);
            Object before = path.in(current);
            if (!Json.isEmpty(before)) {
                differences.add(new Difference(path, before, null));
            }
        }
        return differences;
    }

    private static Map<String, @Nullable Object> merged(Map<String, @Nullable Object> current, List<Difference> differences) {
        Map<String, @Nullable Object> body = Json.copy(current);
        body.remove("meta");
        for (Difference difference : differences) {
            if (difference.after() == null) {
                Resources.clear(body, difference.path());
            } else {
                Resources.set(body, difference.path(), difference.after());
            }
        }
        return body;
    }

    /** The account as Lockstep last wrote it. */
    public Map<String, @Nullable Object> assumed(Map<String, @Nullable Object> applied) {
        return Resources.assumed(applied, paths);
    }

    /**
     * Whether the last written values suffice to choose the operations. An element that Lockstep never wrote may be there
     * all the same, and adding it again would double it: then the account has to be read.
     */
    public boolean suffices(Wanted wanted, Map<String, @Nullable Object> applied) {
        if (wanted.state() != State.PRESENT) {
            return true;
        }
        return wanted.attributes().entrySet().stream().allMatch(e -> e.getValue() == null || applied.get(e.getKey()) != null
                        || paths.read(e.getKey()).filter() == null && !(e.getValue() instanceof List<?>))
                && wanted.cleared().stream().allMatch(applied::containsKey);
    }

    /** The references that an account holds at these paths, by path: the target's ids. */
    public Map<String, Object> references(Set<String> references, Map<String, @Nullable Object> account) {
        Map<String, Object> found = new LinkedHashMap<>();
        for (String path : references) {
            int colon = path.lastIndexOf(':');
            Object holder = colon < 0 ? account : account.get(path.substring(0, colon));
            Object value = holder instanceof Map<?, ?> map ? map.get(path.substring(colon + 1)) : null;
            Object id = value instanceof Map<?, ?> complex ? complex.get("value") : value;
            if (id instanceof String text && !text.isEmpty()) {
                found.put(path, text);
            }
        }
        return found;
    }

    /** What is known of the account after the step: what was known before, and what is wanted now. */
    public Map<String, @Nullable Object> applied(Wanted wanted, @Nullable Map<String, @Nullable Object> before) {
        Map<String, @Nullable Object> applied = before == null ? new LinkedHashMap<>() : new LinkedHashMap<>(before);
        if (wanted.state() == State.DISABLED) {
            applied.put("active", false);
            return applied;
        }
        wanted.attributes().forEach((path, value) -> {
            if (value != null) {
                applied.put(path, value);
            }
        });
        wanted.cleared().forEach(path -> applied.put(path, null));
        return applied;
    }

    /** What an account holds now where something is wanted, on top of what was known of it before. */
    public Map<String, @Nullable Object> held(Wanted wanted, Map<String, @Nullable Object> current, @Nullable Map<String, @Nullable Object> before) {
        Map<String, @Nullable Object> held = before == null ? new LinkedHashMap<>() : new LinkedHashMap<>(before);
        wanted.attributes().forEach((path, value) -> {
            if (value != null) {
                held.put(path, simple(paths.read(path), current));
            }
        });
        if (wanted.state() == State.DISABLED) {
            held.put("active", simple(paths.read("active"), current));
        }
        wanted.cleared().forEach(path -> held.put(path, simple(paths.read(path), current)));
        return held;
    }

    /** A manager is remembered by its id alone: what else a target shows of it is the target's. */
    private static @Nullable Object simple(ScimPath path, Map<String, @Nullable Object> current) {
        Object value = path.in(current);
        return path.isBareManager() && value instanceof Map<?, ?> complex ? complex.get("value") : value;
    }

    /** Reads a value by its path from a resource. */
    public @Nullable Object value(Map<String, @Nullable Object> resource, String path) {
        return paths.read(path).in(resource);
    }

    /** One attribute that is not as it should be. */
    record Difference(ScimPath path, @Nullable Object before, @Nullable Object after) {
    }
}
