package dev.lockstep.targets.hostile;

/**
 * A membership that is another one since a request.
 *
 * @param group the group's externalId
 * @param member the externalId of the member's account
 * @param came whether the member came, and did not go
 */
public record MemberChange(String group, String member, boolean came) {
    /** @return {@code <group>/<member>} */
    public String membership() {
        return group + "/" + member;
    }
}
