package dev.lockstep.mapping.app;

import dev.lockstep.contracts.AppConfig.Limits;
import dev.lockstep.contracts.AppConfig.OnPurge;
import dev.lockstep.contracts.AppConfig.TargetProfile;
import java.util.List;

/**
 * An app of the gallery: a data file.
 *
 * @param fields what an administrator has to enter
 * @param profile what this kind of target supports
 * @param schema default synchronization schema, as text
 */
public record Template(
        String id,
        String name,
        String description,
        List<Field> fields,
        TargetProfile profile,
        Limits limits,
        OnPurge onPurge,
        String schema) {

    /**
     * @param hint for instance what the address looks like
     */
    public record Field(String name, String label, boolean required, boolean secret, String hint) {
    }
}
