package dev.lockstep.targets;

import com.unboundid.scim2.common.types.EnterpriseUserExtension;
import com.unboundid.scim2.common.types.UserResource;
import com.unboundid.scim2.server.annotations.ResourceType;
import jakarta.ws.rs.Path;

/** Users, unique by userName. Public because Jersey asks for it. */
@Path("/Users")
@ResourceType(
        name = "User",
        description = "User Account",
        schema = UserResource.class,
        optionalSchemaExtensions = EnterpriseUserExtension.class)
public final class UnboundIdUsers extends UnboundIdShelf {

    UnboundIdUsers() {
        super("userName");
    }
}
