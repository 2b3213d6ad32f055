package dev.lockstep.mapping.planning;

import dev.lockstep.mapping.app.App;
import dev.lockstep.mapping.app.SchemaDraft;
import dev.lockstep.mapping.desire.AppRules;

/**
 * A draft that runs in shadow.
 *
 * @param run names what is compared with what: it is another one as soon as the draft, the schema that counts, or the app's
 *        scope is another
 * @param rules the app's with the draft's mapping
 */
public record Trial(String run, SchemaDraft draft, AppRules rules) {
    public static String run(App app, SchemaDraft draft) {
        return app.id() + "@" + draft.id() + "." + app.stamp().number() + "." + app.scope();
    }
}
