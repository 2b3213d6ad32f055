package dev.lockstep.mapping.planning;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which users and groups are assigned to which app. */
public interface AssignmentStore {
    /**
     * One assignment, or one that was.
     *
     * @param present whether it holds now
     * @param version counts its changes
     * @param settled whether everybody concerned has been told; stored last
     * @param changedBy who made the last change
     */
    record Assignment(
            String app, Kind kind, String principalId, boolean present, long version, boolean settled,
            String changedBy, Instant changedAt) {
        public String id() {
            return id(app, kind, principalId);
        }

        public static String id(String app, Kind kind, String principalId) {
            return app + "~" + kind.spelling() + "~" + principalId;
        }

        public Assignment change(boolean nowPresent, String by, Instant at) {
            return new Assignment(app, kind, principalId, nowPresent, version + 1, false, by, at);
        }
    }

    enum Kind {
        USER, GROUP;

        public String spelling() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    Optional<Assignment> byId(String id);

    /** @return false when another change came first */
    boolean save(Assignment assignment);

    /** Notes that everybody has been told of this version. */
    void settled(Assignment assignment);

    List<Assignment> unsettled(int limit);

    /** Principal id to the apps that it is assigned to now. */
    Map<String, Set<String>> appsOf(Collection<String> principals);

    /** Those that hold, behind an id, in order of the id. */
    List<Assignment> page(String app, @Nullable String after, int limit);

    void removeAll(String app);
}
