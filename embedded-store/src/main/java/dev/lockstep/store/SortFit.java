package dev.lockstep.store;

import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the order of an access path serves a requested order.
 *
 * @param reverse whether the path is to be walked backwards
 * @param mergeFrom the field where the requested order begins when fields before it have several values, so that their
 *     ranges must be merged; 0 when ranges can be walked one after the other
 */
record SortFit(boolean reverse, int mergeFrom) {

    static @Nullable SortFit of(AccessPath path, FilterBounds filter, Document sort) {
        Walk walk = new Walk(path, filter);
        for (Map.Entry<String, Object> wanted : sort.entrySet()) {
            if (!(wanted.getValue() instanceof Number direction)
                    || !walk.advanceTo(wanted.getKey(), direction.intValue() > 0)) {
                return null;
            }
        }
        return new SortFit(walk.reverse, walk.mergeFrom);
    }

    private static final class Walk {

        private final AccessPath path;
        private final FilterBounds filter;
        private int next;
        private boolean started;
        private boolean severalValues;
        private boolean reverse;
        private int mergeFrom;

        private Walk(AccessPath path, FilterBounds filter) {
            this.path = path;
            this.filter = filter;
        }

        private boolean advanceTo(String field, boolean ascending) {
            List<IndexDefinition.Field> fields = path.fields();
            for (int passed = 0; passed < next; passed++) {
                if (fields.get(passed).path().equals(field)) {
                    return !path.multikey(passed) && pointsOn(passed) == 1;
                }
            }
            while (next < fields.size() && !fields.get(next).path().equals(field)) {
                int points = pointsOn(next);
                if (points == 0 || (points > 1 && started)) {
                    return false;
                }
                severalValues |= points > 1;
                next++;
            }
            if (next == fields.size() || path.multikey(next)) {
                return false;
            }
            return take(fields.get(next).ascending() != ascending);
        }

        private boolean take(boolean backwards) {
            if (started && backwards != reverse) {
                return false;
            }
            if (!started) {
                mergeFrom = severalValues ? next : 0;
                reverse = backwards;
                started = true;
            }
            next++;
            return true;
        }

        /** How many values the filter leaves for a field; 0 when it does not say, or says a range. */
        private int pointsOn(int field) {
            Bounds bounds = filter.on(path.fields().get(field).path(), path.multikey(field));
            return bounds == null || !bounds.allPoints() ? 0 : Math.max(1, bounds.intervals().size());
        }
    }
}
