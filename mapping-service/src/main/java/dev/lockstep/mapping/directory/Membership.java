package dev.lockstep.mapping.directory;

import dev.lockstep.contracts.DirectoryChange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One edge: a member of a group, or one that was.
 *
 * @param present whether it is a member
 * @param recent {@code <source>/<eventId>} of the last changes, oldest first
 */
public record Membership(
        String group, String member, boolean present, String source, @Nullable Long version, List<String> recent) {

    private static final int REMEMBERED = 4;

    public Membership {
        recent = List.copyOf(recent);
    }

    public static String id(String group, String member) {
        return group + "|" + member;
    }

    public String id() {
        return id(group, member);
    }

    /** What a change did to an edge. */
    public sealed interface Result {
        record Changed(Membership edge) implements Result {
        }

        record Repeated(Membership edge) implements Result {
        }

        record Stale() implements Result {
        }
    }

    /** @param stored null when the edge is not known yet */
    public static Result apply(@Nullable Membership stored, DirectoryChange change, String member, Precedence precedence) {
        String event = change.source() + "/" + change.eventId();
        boolean present = change.operation() == DirectoryChange.Operation.ADD_MEMBERS;
        if (stored == null) {
            return new Result.Changed(new Membership(
                    change.objectId(), member, present, change.source(), change.version(), List.of(event)));
        }
        if (stored.recent.contains(event)) {
            return new Result.Repeated(stored);
        }
        boolean counts = stored.source.equals(change.source())
                ? change.version() == null || stored.version == null || change.version() > stored.version
                : !precedence.outranks(stored.source, change.source());
        if (!counts) {
            return new Result.Stale();
        }
        List<String> recent = new java.util.ArrayList<>(stored.recent);
        recent.add(event);
        return new Result.Changed(new Membership(stored.group, member, present, change.source(), change.version(),
                recent.subList(Math.max(0, recent.size() - REMEMBERED), recent.size())));
    }
}
