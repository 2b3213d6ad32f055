package dev.lockstep.writer.target;

import dev.lockstep.contracts.AppConfig;
import dev.lockstep.contracts.AppConfig.TargetProfile;
import dev.lockstep.writer.fault.ErrorCode;
import dev.lockstep.writer.scim.ScimClient;
import org.jspecify.annotations.Nullable;

/**
 * An app as the writer sees it.
 *
 * @param client null when the app cannot be called
 * @param unusable why not; null when it can
 */
public record Target(AppConfig config, @Nullable ScimClient client, @Nullable ErrorCode unusable) {
    public String app() {
        return config.app();
    }

    public TargetProfile profile() {
        return config.profile();
    }
}
