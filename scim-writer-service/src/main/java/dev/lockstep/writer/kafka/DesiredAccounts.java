package dev.lockstep.writer.kafka;

import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.contracts.SyncMarker;
import dev.lockstep.kit.consume.Inbox;
import dev.lockstep.kit.consume.Received;
import dev.lockstep.writer.account.Row.Wish;
import dev.lockstep.writer.delivery.Delivery;
import java.util.ArrayList;
import java.util.List;

/** Hands desires to the delivery, and markers after the desires that came before them. */
public final class DesiredAccounts implements Inbox.Handler {
    private final Delivery delivery;

    public DesiredAccounts(Delivery delivery) {
        this.delivery = delivery;
    }

    @Override
    public void handle(List<Received> batch) {
        List<Wish> wishes = new ArrayList<>(batch.size());
        List<SyncMarker> markers = new ArrayList<>();
        for (Received record : batch) {
            // A tombstone only tidies the topic; the row of a deleted account keeps its version.
            if (record.isTombstone() || record.value() == null) {
                continue;
            }
            switch (record.message()) {
                case DesiredAccount desired -> wishes.add(new Wish(desired, record.value()));
                case SyncMarker marker -> markers.add(marker);
                case dev.lockstep.contracts.DirectoryChange other -> throw misplaced();
                case dev.lockstep.contracts.Reevaluate other -> throw misplaced();
                case dev.lockstep.contracts.AccountOutcome other -> throw misplaced();
                case dev.lockstep.contracts.Activity other -> throw misplaced();
                case dev.lockstep.contracts.AppConfig other -> throw misplaced();
            }
        }
        if (!wishes.isEmpty()) {
            delivery.accept(wishes);
        }
        markers.forEach(delivery::accept);
    }

    private static IllegalArgumentException misplaced() {
        return new IllegalArgumentException("a message of another topic on account.desired");
    }
}
