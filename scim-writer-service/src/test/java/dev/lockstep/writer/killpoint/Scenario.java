package dev.lockstep.writer.killpoint;

import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.writer.Desires;
import dev.lockstep.writer.killpoint.Manner.Fate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a writer is doing when it dies. */
enum Scenario {
    CREATE(Fate.ANSWERED, List.of(), anybody(1)),
    UPDATE(Fate.ANSWERED, List.of(anybody(1)), anybody(2).with("displayName", "Changed")),
    /** Another manager, whose account has been there for long: a successor knows it from the store only. */
    MANAGER(Fate.ANSWERED, List.of(Desires.anybody(World.APP, "boss").version(1), anybody(1)), anybody(2).manager("boss")),
    DISABLE(Fate.ANSWERED, List.of(anybody(1)), anybody(2).state(DesiredAccount.State.DISABLED)),
    DELETE(Fate.ANSWERED, List.of(anybody(1)), anybody(2).state(DesiredAccount.State.DELETED)),
    /** The answer of the create is lost: look-ups until it is found. */
    CREATE_IN_DOUBT(Fate.CLOSED, List.of(), anybody(1)),
    /** A person asked for it and waits for the answer. */
    CREATE_ON_DEMAND(Fate.ANSWERED, List.of(), anybody(1).request("request-1"));

    static final String PERSON = "p1";

    private final Fate fate;
    private final List<Desires> before;
    private final Desires desire;

    Scenario(Fate fate, List<Desires> before, Desires desire) {
        this.fate = fate;
        this.before = before;
        this.desire = desire;
    }

    private static Desires anybody(long version) {
        return Desires.anybody(World.APP, "p1").version(version);
    }

    Fate fate() {
        return fate;
    }

    List<Desires> before() {
        return before;
    }

    Desires desire() {
        return desire;
    }

    String id() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    boolean removes() {
        return this == DISABLE || this == DELETE;
    }

    /** What the account shows in the end. @return null when there is none */
    @Nullable String displayName() {
        return switch (this) {
            case UPDATE -> "Changed";
            case DELETE -> null;
            case CREATE, MANAGER, DISABLE, CREATE_IN_DOUBT, CREATE_ON_DEMAND -> "Person p1";
        };
    }
}
