package dev.lockstep.writer.delivery;

import dev.lockstep.contracts.AccountOutcome;
import dev.lockstep.contracts.AccountOutcome.Result;
import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.contracts.ObjectType;
import dev.lockstep.contracts.codec.Codec;
import dev.lockstep.writer.account.Due;
import dev.lockstep.writer.account.Row;
import dev.lockstep.writer.account.Row.Progress;
import dev.lockstep.writer.account.Row.Standing;
import dev.lockstep.writer.account.Row.State;
import dev.lockstep.writer.account.Row.Sync;
import dev.lockstep.writer.account.RowWrite;
import dev.lockstep.writer.account.StoredFact;
import dev.lockstep.writer.fault.ErrorCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Turns the end of an attempt into the one write that stores it, with the facts that go with it. Touches no store. */
final class SettlePlan {
    /** After so many failures an initial sync no longer waits for the account. */
    private static final int SYNC_PATIENCE = 3;

    private final Relay relay;
    private final Ownership ownership;
    private final Consumer<Item.Buried> later;

    /** What is to be stored. */
    sealed interface Item {
        record Ended(Work work, Ending ending, Instant startedAt, boolean newerWaits, long newer) implements Item {
        }

        record GivenBack(Work work, long dueAt) implements Item {
        }

        record Buried(String key, int slot, long version) implements Item {
        }
    }

    /** A write with what follows from it. */
    record Planned(Item item, RowWrite write, List<Relay.Fact> facts, @Nullable AccountOutcome outcome) {
    }

    /** @param later gets what is to be stored when the fact of a delete is on the topic */
    SettlePlan(Relay relay, Ownership ownership, Consumer<Item.Buried> later) {
        this.relay = relay;
        this.ownership = ownership;
        this.later = later;
    }

    Planned of(Item item, long now) {
        return switch (item) {
            case Item.Ended ended -> ended(ended, now);
            case Item.GivenBack back -> new Planned(item, release(back.work(), back.dueAt(), now), List.of(), null);
            case Item.Buried buried -> new Planned(item, new RowWrite.Bury(buried.key(), buried.version()), List.of(), null);
        };
    }

    private RowWrite release(Work work, long dueAt, long now) {
        long due = dueAt > 0 ? dueAt : ownership.owns(work.row().slot()) ? Due.parked(Urgency.of(work.desired()).ordinal(), now) : now;
        return new RowWrite.Release(work.key(), work.intent().opId(), work.epoch(), work.row().version(), work.intent().startBy(), due, work.row().progress());
    }

    private Planned ended(Item.Ended item, long now) {
        Work work = item.work();
        long newer = Math.max(item.newer(), work.newer());
        boolean newerWaits = item.newerWaits() || newer > 0;
        Instant at = Instant.ofEpochMilli(now);
        return switch (item.ending()) {
            case Ending.Parked parked -> newerWaits
                    ? superseded(item, work, null, work.standing(), work.row().progress(), newer, now, at)
                    : new Planned(item, release(work, 0, now), List.of(), null);
            case Ending.Held held when newerWaits -> superseded(item, work, null, work.standing(), work.row().progress(), newer, now, at);
            case Ending.Held held -> {
                Standing before = work.standing();
                Standing standing = new Standing(State.HELD, before.targetId(), before.applied(), before.settledVersion(), before.waitsFor(),
                        Outcomes.failure(ErrorCode.REMOVAL_HELD, null), now);
                // When it is released it is the same operation, and what was doubtful is still read first.
                Progress progress = new Progress(work.row().progress().part(), 0, 0, 0, work.row().progress().mustRead());
                yield settle(item, work, false, standing, progress, null, new Sync(work.row().sync().id(), true, false), Due.settled(now),
                        List.of(Outcomes.held(work, held.steps(), item.startedAt(), at)), at);
            }
            case Ending.HeldAlong along when newerWaits -> superseded(item, work, null, work.standing(), work.row().progress(), newer, now, at);
            case Ending.HeldAlong along -> heldAlong(item, work, along, now, at);
            case Ending.Established established -> {
                Standing before = work.row().standing();
                // The operation that follows reads the account: a lost call may have done more than is known.
                Standing standing = new Standing(before.state(), established.targetId(), established.applied(), before.settledVersion(), before.waitsFor(), null, now);
                Progress progress = newerWaits ? Progress.NONE : new Progress(work.row().progress().part() + 1, 0, 0, 0, true);
                yield settle(item, work, newerWaits, standing, progress, null, work.row().sync(), now,
                        List.of(Outcomes.established(work, established, item.startedAt(), at)), at);
            }
            case Ending.Recalled recalled -> recalled(item, work, recalled, newerWaits, newer, at);
            case Ending.Again again -> {
                Standing before = work.row().standing();
                Standing standing = new Standing(before.state() == State.PENDING ? State.PENDING : before.state(), again.targetId(), again.applied(),
                        before.settledVersion(), before.waitsFor(),
                        again.silent() && before.lastError() != null ? before.lastError() : Outcomes.failure(again.error(), at.plusMillis(again.waitMillis())), now);
                if (newerWaits) {
                    boolean doubtful = again.progress().mustRead() || again.progress().inDoubt();
                    yield superseded(item, work, again.error(), standing, again.progress(), newer, doubtful ? now + again.waitMillis() : now, at);
                }
                List<AccountOutcome> outcomes = again.silent() ? List.of() : List.of(Outcomes.retrying(work, again, item.startedAt(), at));
                Sync sync = again.progress().attempts() >= SYNC_PATIENCE ? new Sync(work.row().sync().id(), true, true) : work.row().sync();
                yield settle(item, work, false, standing, again.progress(), work.row().doubt(), sync, now + again.waitMillis(), outcomes, at);
            }
            case Ending.Settled settled -> {
                boolean failed = settled.result() == Result.REFUSED || settled.result() == Result.GAVE_UP;
                Standing standing = new Standing(settled.state(), settled.targetId(), settled.applied(), work.row().version(), settled.waitsFor(),
                        settled.error() == null ? null : Outcomes.failure(settled.error(), null), now);
                // References that are written later are operations of their own, and so is a membership that is written anew.
                Progress progress = newerWaits ? Progress.NONE
                        : new Progress(work.row().progress().part() + (settled.waitsFor().isEmpty() && !isMembership(work) ? 0 : 1), 0, 0, 0, false);
                List<AccountOutcome> outcomes = isQuietReference(work, settled) ? List.of() : List.of(Outcomes.settled(work, settled, item.startedAt(), at));
                yield settle(item, work, newerWaits, standing, progress, work.row().doubt(), new Sync(work.row().sync().id(), true, failed),
                        newerWaits ? now : Due.settled(now), outcomes, at);
            }
        };
    }

    /** Told once of each desire, however often it comes up until the group is decided: who waits for an outcome, a sync or a replay, has one. */
    private Planned heldAlong(Item.Ended item, Work work, Ending.HeldAlong ending, long now, Instant at) {
        Row row = work.row();
        Standing before = work.standing();
        boolean told = row.progress().attempts() > 0 && before.lastError() != null && before.lastError().code().equals(ErrorCode.REMOVAL_HELD.code());
        long dueAt = now + ending.againMillis();
        Standing standing = new Standing(before.state(), before.targetId(), before.applied(), before.settledVersion(), before.waitsFor(),
                Outcomes.failure(ErrorCode.REMOVAL_HELD, Instant.ofEpochMilli(dueAt)), now);
        Progress progress = new Progress(row.progress().part(), Math.max(1, row.progress().attempts()), row.progress().doubtSince(), row.progress().looks(),
                row.progress().mustRead());
        return settle(item, work, false, standing, progress, row.doubt(), new Sync(row.sync().id(), true, false), dueAt,
                told ? List.of() : List.of(Outcomes.held(work, ending.steps(), item.startedAt(), at)), at);
    }

    /** A row that came up for its references and found them missing still: nothing happened that anybody wants to read. */
    private static boolean isQuietReference(Work work, Ending.Settled settled) {
        boolean found = settled.result() == Result.UNCHANGED || settled.result() == Result.SKIPPED && !settled.waitsFor().isEmpty() && work.row().standing().waits();
        return work.row().progress().part() > 0 && found && work.desired().requestId() == null;
    }

    private static boolean isMembership(Work work) {
        return work.desired().objectType() == ObjectType.MEMBERSHIP;
    }

    /** Given up for a newer desire. What may have happened all the same stays in doubt, and gets its place in the record when that is known. */
    private Planned superseded(Item.Ended item, Work work, @Nullable ErrorCode error, Standing standing, Progress progress,
            long newer, long dueAt, Instant now) {
        Row row = work.row();
        boolean inDoubt = row.doubt() == null && (progress.mustRead() || progress.inDoubt());
        Row.Doubt doubt = inDoubt ? new Row.Doubt(Objects.requireNonNull(row.wish()), work.intent().opId()) : row.doubt();
        List<AccountOutcome> outcomes = inDoubt ? List.of()
                : List.of(Outcomes.superseded(work.desired(), work.intent().opId(), newer, error, row.progress().attempts(), now));
        Progress carried = new Progress(0, 0, progress.doubtSince(), progress.looks(), progress.mustRead());
        return settle(item, work, true, standing, carried, doubt, row.sync(), dueAt, outcomes, now);
    }

    private Planned recalled(Item.Ended item, Work work, Ending.Recalled ending, boolean newerWaits, long newer, Instant now) {
        Row row = work.row();
        Row.Doubt doubt = Objects.requireNonNull(row.doubt());
        List<AccountOutcome> outcomes = new ArrayList<>();
        if (ending.action() != null) {
            outcomes.add(Outcomes.recalled(doubt, ending, ending.action(), row.progress().attempts(), item.startedAt(), now));
        } else if (row.standing().settledVersion() < doubt.version()) {
            outcomes.add(Outcomes.superseded(doubt.wish().account(), doubt.opId(), row.version(), null, row.progress().attempts(), now));
        }
        if (newerWaits) {
            outcomes.add(Outcomes.superseded(work.desired(), work.intent().opId(), newer, null, row.progress().attempts(), now));
        }
        Standing before = row.standing();
        Standing standing = new Standing(before.state(), ending.targetId(), ending.applied(), Math.max(before.settledVersion(), doubt.version()),
                before.waitsFor(), before.lastError(), now.toEpochMilli());
        return settle(item, work, newerWaits, standing, ending.progress(), null, row.sync(), now.toEpochMilli(), outcomes, now);
    }

    private Planned settle(Item.Ended item, Work work, boolean newerWaits, Standing standing, Progress progress, Row.@Nullable Doubt doubt, Sync sync,
            long dueAt, List<AccountOutcome> outcomes, Instant now) {
        List<StoredFact> stored = new ArrayList<>(work.row().facts().stream().filter(fact -> relay.keeps(fact, work.row().slot())).toList());
        List<Relay.Fact> facts = new ArrayList<>();
        for (AccountOutcome outcome : outcomes) {
            var envelope = Codec.envelope(outcome.factId(), "writer", work.key(), now, outcome);
            StoredFact one = new StoredFact(outcome.factId(), now.toEpochMilli(), Codec.encode(envelope));
            boolean bury = !newerWaits && item.ending() instanceof Ending.Settled && work.desired().state() == DesiredAccount.State.DELETED
                    && outcome.result() != Result.REFUSED && outcome.result() != Result.GAVE_UP;
            facts.add(bury ? new Relay.Fact(one, envelope, work.key(), () -> later.accept(new Item.Buried(work.key(), work.row().slot(), work.row().version())))
                    : new Relay.Fact(one, envelope, work.key()));
            stored.add(one);
        }
        // The newer desire brought its own sync, or keeps the one that waits.
        Sync kept = newerWaits ? Sync.NONE : sync;
        AccountOutcome last = item.ending() instanceof Ending.Recalled || outcomes.isEmpty() ? null : outcomes.getLast();
        return new Planned(item, new RowWrite.Settle(work.key(), work.intent().opId(), work.epoch(), work.row().version(), newerWaits,
                work.intent().opId() + "/" + work.row().progress().attempts() + "/" + now.toEpochMilli(), dueAt, standing.after(work.standing()),
                progress, doubt, kept, stored),
                facts, last);
    }
}
