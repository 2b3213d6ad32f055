package dev.lockstep.targets;

import de.captaingoldfish.scim.sdk.common.resources.User;

/** Users, unique by userName. */
final class ScimSdkUsers extends ScimSdkShelf<User> {

    ScimSdkUsers() {
        super("userName", User::getUserName);
    }
}
