package dev.lockstep.targets;

import de.captaingoldfish.scim.sdk.common.resources.Group;

/** Groups, unique by displayName, as most products have it. */
final class ScimSdkGroups extends ScimSdkShelf<Group> {

    ScimSdkGroups() {
        super("displayName", Group::getDisplayName);
    }
}
