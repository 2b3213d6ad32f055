package dev.lockstep.mapping.replay;

import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.contracts.ObjectType;
import dev.lockstep.kit.web.Problem;
import dev.lockstep.mapping.replay.Foresight.Foreseen;
import dev.lockstep.mapping.replay.Item.Wanted;
import dev.lockstep.mapping.replay.Replay.Kind;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Re-processes what a source said within a time: everybody whom it concerned is decided again, and so are the groups and
 * memberships that it was about, for the apps that they are written to.
 *
 * <p>The old events are not applied again. They could bring back what has been overtaken since, a leaver's account among it. The
 * directory has them already; what may be wrong is what came of them, and that follows from today's directory and mapping.
 */
public final class Reprocess {
    private static final int AT_ONCE = 500;

    private final ChangeLog log;
    private final Concerns concerns;
    private final Foresight foresight;
    private final Replays replays;

    public Reprocess(ChangeLog log, Concerns concerns, Foresight foresight, Replays replays) {
        this.log = log;
        this.concerns = concerns;
        this.foresight = foresight;
        this.replays = replays;
    }

    /** @param app the only app to decide for, or null for all that run */
    public record Range(String source, Instant from, Instant to, @Nullable String app) {
    }

    /**
     * @param events of the source in that time
     * @param objects people whom they concern, and groups that changed
     * @param accounts to be decided: people, groups and memberships, times the apps that concern them
     * @param memberships how many of the accounts are memberships
     * @param preview how many accounts are wanted how: {@code present}, {@code disabled}, {@code deleted}, {@code nothing}
     */
    public record Preview(long events, long objects, long accounts, long memberships, Map<String, Long> preview) {
    }

    /** What would be decided today; nothing is. */
    public Preview preview(Range range) {
        Map<String, Long> counts = new LinkedHashMap<>();
        List.of("present", "disabled", "deleted", "nothing").forEach(state -> counts.put(state, 0L));
        ChangeLog.Found found = read(range);
        Set<String> people = concerns.people(found);
        long[] memberships = {0};
        each(range, found, people, accounts -> accounts.forEach(account -> {
            counts.merge(state(account.desired()), 1L, Long::sum);
            memberships[0] += account.objectId().indexOf('/') < 0 ? 0 : 1;
        }));
        Set<String> objects = new HashSet<>(people);
        objects.addAll(found.groups());
        return new Preview(found.events(), objects.size(), counts.values().stream().mapToLong(Long::longValue).sum(), memberships[0], counts);
    }

    private static String state(@Nullable DesiredAccount desired) {
        return desired == null ? "nothing" : switch (desired.state()) {
            case PRESENT -> "present";
            case DISABLED -> "disabled";
            case DELETED -> "deleted";
        };
    }

    /** A replay of all that is concerned, which has begun. */
    public Replay start(Range range, @Nullable Integer perSecond, String by) {
        Replays.rate(perSecond);
        ChangeLog.Found found = read(range);
        Map<String, @Nullable Object> filter = new LinkedHashMap<>();
        filter.put("source", range.source());
        filter.put("from", range.from().toString());
        filter.put("to", range.to().toString());
        filter.put("app", range.app());
        Replay replay = replays.open(Kind.EVENTS, filter, perSecond, null, by);
        each(range, found, concerns.people(found), accounts -> replays.add(replay.id(),
                accounts.stream().map(account -> new Wanted(account.app(), account.objectId(), null)).toList()));
        return replays.begin(replay.id());
    }

    private ChangeLog.Found read(Range range) {
        if (!range.from().isBefore(range.to())) {
            throw Problem.invalid("The range is empty.", "Send a from that is before to.",
                    List.of(new Problem.Detail("/from", "out-of-range", "It must be before to.")));
        }
        ChangeLog.Found found = log.read(range.source(), range.from(), range.to());
        if (found.tooMany()) {
            throw Problem.badRequest("too-many", "The range holds changes of too many objects.", "Ask for a shorter range, or restart the app's job.");
        }
        return found;
    }

    /** People, then groups, then memberships, each once. */
    private void each(Range range, ChangeLog.Found found, Set<String> people, Consumer<List<Foreseen>> take) {
        each(range, ObjectType.USER, people, take);
        List<String> apps = foresight.appsWithGroups(range.app());
        if (!apps.isEmpty()) {
            each(range, ObjectType.GROUP, found.groups(), take);
            concerns.memberships(found, apps, AT_ONCE, memberships -> each(range, ObjectType.MEMBERSHIP, memberships, take));
        }
    }

    private void each(Range range, ObjectType type, Collection<String> ids, Consumer<List<Foreseen>> take) {
        List<String> all = List.copyOf(ids);
        for (int start = 0; start < all.size(); start += AT_ONCE) {
            List<Foreseen> concerned = foresight.concerned(all.subList(start, Math.min(all.size(), start + AT_ONCE)), type, range.app());
            if (!concerned.isEmpty()) {
                take.accept(concerned);
            }
        }
    }
}
