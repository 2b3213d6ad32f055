package dev.lockstep.mapping.desire;

import dev.lockstep.mapping.directory.Lifecycle;
import org.jspecify.annotations.Nullable;

/**
 * One membership, and whether an app shall have it. Whether the member has an account does not count: the membership waits for
 * it in the writer.
 *
 * @param groupReason why the group is not wanted; null when it is
 * @param present whether the directory has the membership, directly
 * @param memberReason why the member cannot be in a group of the app; null when it can
 */
public record Edge(String group, String member, @Nullable String groupReason, boolean present, @Nullable String memberReason) {
    /** The member is deleted for good. */
    private static final String MEMBER_GONE = "memberGone";
    /** The member is a group that the app does not have. */
    private static final String MEMBER_NOT_IN_SCOPE = "memberNotInScope";

    /** A person can be in a group until the person is deleted for good. */
    public static @Nullable String person(Lifecycle lifecycle) {
        return lifecycle == Lifecycle.PURGED ? MEMBER_GONE : null;
    }

    /** A group can be in a group when the app has both. */
    public static @Nullable String nested(boolean wanted) {
        return wanted ? null : MEMBER_NOT_IN_SCOPE;
    }

    public boolean wanted() {
        return groupReason == null && present && memberReason == null;
    }

    /** As in {@link dev.lockstep.contracts.DesiredAccount#reason()}. */
    public String reason() {
        if (groupReason != null) {
            return groupReason;
        }
        if (!present) {
            return "notMember";
        }
        return memberReason == null ? "member" : memberReason;
    }
}
