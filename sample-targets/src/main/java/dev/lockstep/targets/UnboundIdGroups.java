package dev.lockstep.targets;

import com.unboundid.scim2.common.types.GroupResource;
import com.unboundid.scim2.server.annotations.ResourceType;
import jakarta.ws.rs.Path;

/** Groups, unique by displayName. Public because Jersey asks for it. */
@Path("/Groups")
@ResourceType(name = "Group", description = "Group", schema = GroupResource.class)
public final class UnboundIdGroups extends UnboundIdShelf {

    UnboundIdGroups() {
        super("displayName");
    }
}
