package dev.lockstep.mapping.planning;

import dev.lockstep.mapping.app.App;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The apps, removed ones among them. */
public interface AppStore {
    Optional<App> byId(String id);

    List<App> all();

    /** Id to revision of every app: tells what has to be read again. */
    Map<String, Long> revisions();

    /**
     * Compare-and-set on {@link App#revision()}; the stored revision is one higher.
     *
     * @return false when another save came first, or for a new app when the id is taken
     */
    boolean save(App app);

    /** Apps with something in their outbox. */
    List<App> withOutbox();
}
