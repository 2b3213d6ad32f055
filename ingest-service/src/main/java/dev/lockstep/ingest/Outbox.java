package dev.lockstep.ingest;

import dev.lockstep.contracts.DirectoryChange;
import dev.lockstep.contracts.Topic;
import dev.lockstep.contracts.codec.Codec;
import dev.lockstep.kit.publish.Outgoing;

/** How a change leaves this service. */
public final class Outbox {
    public static final String SERVICE = "ingest";

    private Outbox() {
    }

    /** Key = object id; envelope id = {@code <source>/<eventId>}. */
    public static Outgoing change(DirectoryChange change) {
        return Outgoing.of(Topic.DIRECTORY_CHANGES, change.objectId(), Codec.envelope(
                change.source() + "/" + change.eventId(), SERVICE, change.objectId(), change.acceptedAt(), change));
    }
}
