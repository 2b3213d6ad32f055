package dev.lockstep.writer.killpoint;

import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.contracts.DesiredAccount.State;
import dev.lockstep.writer.Desires;
import dev.lockstep.writer.account.Row.Wish;
import dev.lockstep.writer.killpoint.Manner.Fate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a writer is doing when it dies. */
enum Scenario {
    CREATE(Fate.ANSWERED, List.of(), anybody(1)),
    UPDATE(Fate.ANSWERED, List.of(anybody(1)), anybody(2).with("displayName", "Changed")),
    /** Another manager, whose account has been there for long: a successor knows it from the store only. */
    MANAGER(Fate.ANSWERED, List.of(Desires.anybody(World.APP, "boss").version(1), anybody(1)), anybody(2).manager("boss")),
    DISABLE(Fate.ANSWERED, List.of(anybody(1)), anybody(2).state(State.DISABLED)),
    DELETE(Fate.ANSWERED, List.of(anybody(1)), anybody(2).state(State.DELETED)),
    /** The answer of the create is lost: look-ups until it is found. */
    CREATE_IN_DOUBT(Fate.CLOSED, List.of(), anybody(1)),
    /** A person asked for it and waits for the answer. */
    CREATE_ON_DEMAND(Fate.ANSWERED, List.of(), anybody(1).request("request-1")),
    GROUP_CREATE(List.of(), group(State.PRESENT, 1, "Group")),
    GROUP_UPDATE(List.of(group(State.PRESENT, 1, "Group")), group(State.PRESENT, 2, "Changed")),
    GROUP_DELETE(List.of(group(State.PRESENT, 1, "Group")), group(State.DELETED, 2, "Group")),
    MEMBER_ADD(List.of(group(State.PRESENT, 1, "Group"), anybody(1).wish()), member(State.PRESENT, 1)),
    MEMBER_REMOVE(List.of(group(State.PRESENT, 1, "Group"), anybody(1).wish(), member(State.PRESENT, 1)), member(State.DELETED, 2)),
    /** The membership is there first, and is written when its member has an account. */
    MEMBER_WAITS(List.of(group(State.PRESENT, 1, "Group"), member(State.PRESENT, 1)), anybody(1).wish()),
    /** The group was deleted by hand: it is made anew, and its member is written to the new one. */
    GROUP_REMADE(List.of(group(State.PRESENT, 1, "Group"), anybody(1).wish(), member(State.PRESENT, 1)), group(State.PRESENT, 2, "Changed"));

    private final Fate fate;
    private final List<Wish> before;
    private final Wish desire;

    Scenario(Fate fate, List<Desires> before, Desires desire) {
        this.fate = fate;
        this.before = before.stream().map(Desires::wish).toList();
        this.desire = desire.wish();
    }

    Scenario(List<Wish> before, Wish desire) {
        this.fate = Fate.ANSWERED;
        this.before = before;
        this.desire = desire;
    }

    private static Wish group(State state, long version, String name) {
        return Desires.wish(Desires.group(World.APP, "g1", state, version, name));
    }

    private static Wish member(State state, long version) {
        return Desires.wish(Desires.membership(World.APP, "g1", "p1", state, version));
    }

    private static Desires anybody(long version) {
        return Desires.anybody(World.APP, "p1").version(version);
    }

    Fate fate() {
        return fate;
    }

    List<Wish> before() {
        return before;
    }

    Wish desire() {
        return desire;
    }

    DesiredAccount desired() {
        return desire.account();
    }

    String id() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    boolean removes() {
        return this == DISABLE || this == DELETE || this == GROUP_DELETE;
    }

    /** What the account shows in the end. @return null when there is none */
    @Nullable String displayName() {
        return switch (this) {
            case UPDATE -> "Changed";
            case DELETE, GROUP_CREATE, GROUP_UPDATE, GROUP_DELETE -> null;
            case CREATE, MANAGER, DISABLE, CREATE_IN_DOUBT, CREATE_ON_DEMAND, MEMBER_ADD, MEMBER_REMOVE, MEMBER_WAITS, GROUP_REMADE -> "Person p1";
        };
    }

    /** What the group is called in the end. @return null when there is none */
    @Nullable String groupName() {
        return switch (this) {
            case CREATE, UPDATE, MANAGER, DISABLE, DELETE, CREATE_IN_DOUBT, CREATE_ON_DEMAND, GROUP_DELETE -> null;
            case GROUP_CREATE, MEMBER_ADD, MEMBER_REMOVE, MEMBER_WAITS -> "Group";
            case GROUP_UPDATE, GROUP_REMADE -> "Changed";
        };
    }

    boolean hasMember() {
        return this == MEMBER_ADD || this == MEMBER_WAITS || this == GROUP_REMADE;
    }
}
