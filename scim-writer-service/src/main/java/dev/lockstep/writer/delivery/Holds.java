package dev.lockstep.writer.delivery;

import dev.lockstep.contracts.Activity;
import dev.lockstep.contracts.Topic;
import dev.lockstep.contracts.codec.Codec;
import dev.lockstep.kit.publish.Outgoing;
import dev.lockstep.kit.publish.Publisher;
import dev.lockstep.writer.account.Row;
import dev.lockstep.writer.account.Row.State;
import dev.lockstep.writer.account.RowWrite;
import dev.lockstep.writer.account.WorkTable;
import dev.lockstep.writer.fault.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Removals that wait for a person. What a person decides is on record before it takes effect; from a fifth of an app's accounts
 * on, a release needs two people who agree on exactly the same removals.
 */
public final class Holds {
    private static final int PAGE = 1_000;
    private static final int SECOND_PERSON_PERCENT = 20;
    private static final Duration APPROVAL_LASTS = Duration.ofHours(24);

    private final WorkTable table;
    private final Approvals approvals;
    private final Publisher publisher;
    private final Clock clock;
    private final Runnable onRelease;

    /** @param onRelease called when released removals are due */
    public Holds(WorkTable table, Approvals approvals, Publisher publisher, Clock clock, Runnable onRelease) {
        this.table = table;
        this.approvals = approvals;
        this.publisher = publisher;
        this.clock = clock;
        this.onRelease = onRelease;
    }

    /**
     * Which removals are meant.
     *
     * @param ids {@code <app>/<objectId>}; empty for all of the app
     */
    public record Selection(String app, Set<String> ids) {
    }

    /**
     * What became of a decision.
     *
     * @param matched held removals that were meant
     * @param done decided now
     * @param approvedBy who has approved it and waits for a second person, or null
     */
    public record Decision(int matched, int done, @Nullable String approvedBy) {
    }

    /** The app is gone. */
    public void removed(String app) {
        approvals.clear(app);
    }

    public Decision release(Selection selection, String by, String reason) {
        List<Row> held = held(selection);
        if (needsSecondPerson(selection.app(), held.size())) {
            String what = fingerprint(held);
            Optional<Approvals.Approval> first = approvals.of(selection.app())
                    .filter(a -> a.what().equals(what) && a.at() > clock.millis() - APPROVAL_LASTS.toMillis());
            if (first.isEmpty() || first.get().by().equals(by)) {
                approvals.put(selection.app(), new Approvals.Approval(by, what, reason, clock.millis()));
                return new Decision(held.size(), 0, by);
            }
            approvals.clear(selection.app());
        }
        int done = decide(held, by, reason, "released", row -> new RowWrite.Permitted(row.key(), row.version(), by, clock.millis()));
        onRelease.run();
        return new Decision(held.size(), done, null);
    }

    public Decision reject(Selection selection, String by, String reason) {
        List<Row> held = held(selection);
        int done = decide(held, by, reason, "rejected", row -> new RowWrite.Rejected(row.key(), row.version(),
                Outcomes.failure(ErrorCode.REMOVAL_REJECTED, null), clock.millis()));
        return new Decision(held.size(), done, null);
    }

    private boolean needsSecondPerson(String app, int removals) {
        long accounts = table.countIn(app, State.ACTIVE) + table.countIn(app, State.WAITING_FOR_REFERENCE) + table.countIn(app, State.HELD);
        return removals > 1 && removals * 100L >= SECOND_PERSON_PERCENT * accounts;
    }

    private List<Row> held(Selection selection) {
        if (!selection.ids().isEmpty()) {
            return table.read(selection.ids()).values().stream()
                    .filter(row -> row.app().equals(selection.app()) && row.standing().state() == State.HELD).sorted(java.util.Comparator.comparing(Row::key)).toList();
        }
        List<Row> held = new ArrayList<>();
        List<Row> page = table.list(new WorkTable.Listing(selection.app(), null, State.HELD, null, PAGE));
        while (!page.isEmpty()) {
            held.addAll(page);
            page = page.size() < PAGE ? List.of() : table.list(new WorkTable.Listing(selection.app(), null, State.HELD, page.getLast().key(), PAGE));
        }
        return held;
    }

    private int decide(List<Row> held, String by, String reason, String decision, java.util.function.Function<Row, RowWrite> write) {
        int done = 0;
        for (int from = 0; from < held.size(); from += PAGE) {
            List<Row> page = held.subList(from, Math.min(held.size(), from + PAGE));
            publisher.publish(page.stream().map(row -> record(row, by, reason, decision)).toList());
            Collection<String> refused = table.write(page.stream().map(write).toList());
            done += page.size() - refused.size();
        }
        return done;
    }

    private Outgoing record(Row row, String by, String reason, String decision) {
        Instant now = clock.instant();
        String id = row.key() + "/hold/" + row.born() + "/" + row.version() + "/" + decision;
        Row.Wish wish = java.util.Objects.requireNonNull(row.wish(), "a held row has a desire");
        Activity activity = new Activity(id, now, "hold", "success", row.app(), row.objectId(), wish.account().userName(), by, wish.account().causes(),
                "The held removal was " + decision + ": " + reason, List.of(), null, Map.of("decision", decision, "reason", reason, "version", row.version()));
        return Outgoing.of(Topic.ACTIVITY, row.key(), Codec.envelope(id, "writer", row.key(), now, activity));
    }

    /** Names these removals and no others. */
    private static String fingerprint(List<Row> held) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Row row : held) {
                digest.update((row.key() + "@" + row.version() + "\n").getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
