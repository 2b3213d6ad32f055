package dev.lockstep.writer.account;

import dev.lockstep.contracts.ObjectType;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** All accounts and what is due for them. Every write is guarded, so that a writer that lost its slots cannot do harm. */
public interface WorkTable {
    Map<String, Row> read(Collection<String> keys);

    /**
     * Writes a batch, each row at most once.
     *
     * @return the keys of the writes that were refused
     */
    Set<String> write(List<? extends RowWrite> writes);

    /** Rows of these slots that are due at this time, the longest due first. */
    List<Row> due(Collection<Integer> slots, long now, int limit);

    /** Whether any row of these slots is parked. */
    boolean anyParked(Collection<Integer> slots);

    /** Parked rows of one app in these slots, the most urgent first. */
    List<Row> parked(String app, Collection<Integer> slots, int limit);

    /** Makes the due rows of an app wait until somebody asks for {@link #parked} ones. @param butOnDemand leaves those out that a person asked for */
    void park(String app, Collection<Integer> slots, long now, boolean butOnDemand);

    /** Makes settled rows due that wait for the link of one of these, or {@link Row.Standing#hangsOn hang on} it. @return how many */
    long wake(Collection<String> linked, long now);

    /** Makes settled memberships of these groups due. @param groups row keys; @return how many */
    long wakeMembers(Collection<String> groups, long now);

    /** The keys of all rows that somebody waits for. */
    Set<String> awaited();

    /**
     * Accounts and memberships that wait for the link of another one, those that have waited longest first.
     *
     * @param app null for all
     * @param after where the page starts, or null
     */
    List<Row> waiting(@org.jspecify.annotations.Nullable String app, @org.jspecify.annotations.Nullable Place after, int limit);

    /** A place in the order of waiting. @param since epoch milliseconds */
    record Place(long since, String key) {
    }

    /** Links of these rows, of those that have one. */
    Map<String, String> links(Collection<String> keys);

    /** Which row holds this account, or this group, of the target: ids of the two may be equal. */
    Optional<String> linkedTo(String app, ObjectType type, String targetId);

    /** The rows of people that hold these accounts of the target, by the target's id. */
    Map<String, Row> holders(String app, Collection<String> targetIds);

    /**
     * Facts that may not be on the topic: of settled rows since this time, and of all that are not settled. A row that changes
     * meanwhile may be missed; one that an owner claims has that owner's epoch and is left out.
     *
     * @param before rows written last under an epoch before this one
     */
    void unrelayed(int slot, long since, long before, Consumer<List<StoredFact>> found);

    /**
     * Writes of owners before this epoch are refused from now on where they hold a claim. The rows stay due as they are, and keep
     * an epoch before this one.
     */
    void fence(int slot, long epoch);

    /** Rows whose account is deleted and which still hold what was desired of it, in key order behind {@code after}. */
    List<Row> unburied(@org.jspecify.annotations.Nullable String after, int limit);

    /** One page in key order. {@code text} equals object id or user name. */
    List<Row> list(Listing listing);

    /** @param app null for all; @param text null for all; @param after key after which the page starts, or null */
    record Listing(@org.jspecify.annotations.Nullable String app, @org.jspecify.annotations.Nullable String text,
            Row.@org.jspecify.annotations.Nullable State state, @org.jspecify.annotations.Nullable String after, int limit) {
    }

    /** One page in key order of accounts whose newest desire was refused or given up, or is being retried after a failure. */
    List<Row> failing(Trouble trouble);

    /**
     * Which failures; null for all of that kind.
     *
     * @param type {@code transient}, {@code permanent}, {@code conflict} or {@code appWide}
     * @param user object id or user name
     * @param since epoch milliseconds; the newest attempt was then or later
     * @param until epoch milliseconds; the newest attempt was before
     * @param cause id of an event that the desire names among its causes
     * @param after key after which the page starts
     */
    record Trouble(@org.jspecify.annotations.Nullable String app, @org.jspecify.annotations.Nullable String type,
            @org.jspecify.annotations.Nullable String code, @org.jspecify.annotations.Nullable String user, long since, long until,
            @org.jspecify.annotations.Nullable String cause, @org.jspecify.annotations.Nullable String after, int limit) {
        /** Of any cause, until now. */
        public Trouble(@org.jspecify.annotations.Nullable String app, @org.jspecify.annotations.Nullable String type,
                @org.jspecify.annotations.Nullable String code, @org.jspecify.annotations.Nullable String user, long since,
                @org.jspecify.annotations.Nullable String after, int limit) {
            this(app, type, code, user, since, Long.MAX_VALUE, null, after, limit);
        }
    }

    SyncCount syncCount(String app, String syncId);

    /** @param rows of this sync, {@code settled} and {@code failed} of them */
    record SyncCount(long rows, long settled, long failed) {
    }

    /** How many accounts and groups, and failed memberships, are in this state. */
    long countIn(String app, Row.State state);

    /** Open rows of an app. */
    Backlog backlog(String app);

    /** @param waiting not attempted yet, or under way; @param retrying failed and to be attempted again */
    record Backlog(long waiting, long retrying) {
    }

    /** Removes all rows of an app; accounts in the target stay. */
    void removeApp(String app);

    /** Forgets the links of an app: the next attempt looks accounts up again. */
    void forgetLinks(String app);
}
