package dev.lockstep.mapping.desire;

import dev.lockstep.mapping.directory.DirectoryObject;
import dev.lockstep.mapping.directory.Lifecycle;
import dev.lockstep.mapping.directory.Precedence;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The person that is decided about.
 *
 * @param attributes with {@code objectId}
 */
public record Subject(String objectId, Lifecycle lifecycle, boolean enabled, Map<String, Object> attributes) {

    public static Subject of(DirectoryObject object, Precedence precedence) {
        Map<String, Object> attributes = new LinkedHashMap<>(object.attributes(precedence));
        attributes.put("objectId", object.objectId());
        return new Subject(object.objectId(), object.lifecycle(precedence), DirectoryObject.enabled(attributes), attributes);
    }

    Map<String, Object> withSoftDeleted(boolean softDeleted) {
        Map<String, Object> given = new LinkedHashMap<>(attributes);
        given.put("IsSoftDeleted", softDeleted);
        return given;
    }
}
