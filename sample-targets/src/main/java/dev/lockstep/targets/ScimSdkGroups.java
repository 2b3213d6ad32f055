package dev.lockstep.targets;

import de.captaingoldfish.scim.sdk.common.constants.ScimType;
import de.captaingoldfish.scim.sdk.common.exceptions.BadRequestException;
import de.captaingoldfish.scim.sdk.common.resources.Group;
import de.captaingoldfish.scim.sdk.server.endpoints.Context;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Groups, unique by displayName. Nobody comes into a group who is not there, as in any real application. */
final class ScimSdkGroups extends ScimSdkShelf<Group> {

    private final ScimSdkUsers users;

    ScimSdkGroups(ScimSdkUsers users) {
        super("displayName", Group::getDisplayName);
        this.users = users;
    }

    @Override
    public Group createResource(Group resource, Context context) {
        check(resource, null, context);
        return super.createResource(resource, context);
    }

    @Override
    public Group updateResource(Group resource, Context context) {
        check(resource, getResource(resource.getId().orElseThrow(), List.of(), List.of(), context), context);
        return super.updateResource(resource, context);
    }

    private void check(Group resource, @Nullable Group before, Context context) {
        Set<String> present = before == null ? Set.of() : values(before);
        for (String id : values(resource)) {
            if (!present.contains(id) && !users.has(id) && getResource(id, List.of(), List.of(), context) == null) {
                throw new BadRequestException("a member is not known", ScimType.RFC7644.INVALID_VALUE);
            }
        }
    }

    private static Set<String> values(Group group) {
        Set<String> values = new HashSet<>();
        group.getMembers().forEach(member -> member.getValue().ifPresent(values::add));
        return values;
    }
}
