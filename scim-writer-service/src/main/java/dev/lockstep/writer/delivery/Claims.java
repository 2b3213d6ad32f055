package dev.lockstep.writer.delivery;

import dev.lockstep.contracts.ObjectType;
import dev.lockstep.writer.account.Row;
import dev.lockstep.writer.account.Row.Intent;
import dev.lockstep.writer.account.Row.Progress;
import dev.lockstep.writer.account.RowWrite;
import dev.lockstep.writer.account.StoredFact;
import java.util.List;
import java.util.stream.Stream;

/** Makes claims: who will call the target for an account, for what, and until when. */
final class Claims {
    private final Ownership ownership;
    private final DeliverySettings settings;

    Claims(Ownership ownership, DeliverySettings settings) {
        this.ownership = ownership;
        this.settings = settings;
    }

    /** @param row with the newest desire */
    RowWrite.Claim claim(Row row, long startBy) {
        Row.Wish wish = java.util.Objects.requireNonNull(row.wish());
        String kind = switch (wish.account().state()) {
            case DELETED -> "delete";
            case DISABLED -> "update";
            case PRESENT -> row.standing().targetId() == null && wish.account().objectType() != ObjectType.MEMBERSHIP ? "create" : "update";
        };
        Intent intent = new Intent(OperationIds.of(row.key(), row.born(), row.version(), row.progress().part()), kind, row.version(), startBy);
        return new RowWrite.Claim(row.key(), row.version(), RowWrite.Seen.of(row), intent, ownership.epoch(row.slot()), startBy + settings.takeoverWait().toMillis());
    }

    /**
     * What an earlier owner left in a row that is about to be claimed.
     *
     * @return what is to be published, whatever becomes of the claim; until then the row keeps it
     */
    List<Relay.Fact> inherit(Row row, Relay relay) {
        if (row.epoch() == ownership.epoch(row.slot())) {
            return List.of();
        }
        // Of what nobody has claimed, this replica may have superseded something itself.
        Stream<StoredFact> superseded = row.superseded().stream().filter(fact -> fact.seq() < ownership.takenAt(row.slot()));
        return relay.inherit(Stream.concat(row.facts().stream(), superseded).toList(), row.key(), ownership.relayedUpTo(row.slot()));
    }

    RowWrite.Claim renewed(Work work, long startBy) {
        Intent old = work.intent();
        return new RowWrite.Claim(work.key(), work.row().version(), new RowWrite.Seen(work.epoch(), old), new Intent(old.opId(), old.kind(), old.version(), startBy), work.epoch(),
                startBy + settings.takeoverWait().toMillis());
    }

    /**
     * The work of a claim that was stored.
     *
     * @param row as it was before the claim, with the newest desire
     */
    static Work work(Row row, RowWrite.Claim claim) {
        Progress progress = row.progress();
        if (row.intent() != null) {
            // Somebody may have called the target, a create may have been sent until the last moment at which the old claim allowed it.
            boolean doubt = row.standing().targetId() == null && !progress.inDoubt();
            progress = new Progress(progress.part(), progress.attempts(), doubt ? row.intent().startBy() : progress.doubtSince(),
                    doubt ? 0 : progress.looks(), true);
        }
        return new Work(new Row(row.key(), row.app(), row.objectId(), row.slot(), row.born(), row.wish(), row.version(), claim.intent(), row.doubt(), row.permit(), claim.epoch(),
                claim.dueAt(), row.standing(), progress, row.sync(), row.facts(), row.superseded()), claim.epoch());
    }
}
