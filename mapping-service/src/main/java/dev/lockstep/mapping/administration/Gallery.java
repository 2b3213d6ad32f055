package dev.lockstep.mapping.administration;

import dev.lockstep.mapping.app.Template;
import java.util.List;
import java.util.Optional;

/** The templates that apps are made from. */
public interface Gallery {
    List<Template> all();

    default Optional<Template> byId(String id) {
        return all().stream().filter(template -> template.id().equals(id)).findFirst();
    }
}
