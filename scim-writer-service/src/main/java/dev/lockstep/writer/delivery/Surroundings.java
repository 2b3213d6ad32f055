package dev.lockstep.writer.delivery;

import dev.lockstep.contracts.AppConfig;
import dev.lockstep.contracts.ObjectType;
import dev.lockstep.writer.fault.ErrorCode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an attempt needs beside its target. */
interface Surroundings {
    long now();

    /** @return the target's id of the account that a row is linked to, or null */
    @Nullable String link(String key);

    /** @return the row that holds this account of the target, if it is not this one */
    boolean isLinkedElsewhere(Work work, String targetId);

    /**
     * Before a call that changes something: waits for its moment, then looks at the claim.
     *
     * @return false when this replica may not call, or not now
     */
    boolean mayWrite(Work work);

    /**
     * As {@link #mayWrite}, for several that are written with one call.
     *
     * @return those that this replica may write now
     */
    List<Work> mayWrite(List<Work> works);

    /** The links of these rows as they are stored now, of those that have one. */
    Map<String, String> links(Collection<String> keys);

    /** Whether the removal of this group waits for a person, or was rejected by one. @param key of its row */
    boolean isHeld(String key);

    /** The target has shown who is in a group: so a group of which it shows nobody is empty. */
    void showedMembers();

    /** Whether the target has ever {@link #showedMembers shown} anybody, as far as this replica knows. */
    boolean showsMembers();

    /** A group is not in the target any more: it is to be looked at. @param key of its row; @param targetId which is gone */
    void vanished(String key, String targetId);

    /**
     * Stores what was read of an account before it is changed for the first time.
     *
     * @return false when this replica may not call any more
     */
    boolean learned(Work work, String targetId, Map<String, @Nullable Object> applied);

    /** Whether the app's settings say that this account is never removed. */
    boolean isProtected(Work work);

    /** Before an account is disabled or deleted. @return false when that would be too many at a time */
    boolean mayRemove(Work work);

    /** Whether removals of this app are read back. */
    AppConfig.Confirm confirmEffect();

    /** Asks the target whether the whole app is concerned. */
    boolean isAppWide(ErrorCode code);

    void created(ObjectType type, Map<String, @Nullable Object> body, String targetId);

    Failures failures();
}
