package dev.lockstep.store;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Picks the cheapest way to the documents of a query: how many entries lie in a range is known exactly. */
final class Planner {

    /** Ranges that are counted; of more, the rest is taken to be alike. */
    private static final int COUNTED_RANGES = 64;
    /** Ranges that are merged at once at most; each needs an open cursor. */
    private static final int MOST_MERGED = 2_000;
    /** What sorting a document costs, compared with reading it. */
    private static final double SORTING = 0.3;

    private final CollectionTables tables;

    Planner(CollectionTables tables) {
        this.tables = tables;
    }

    /** @param limit how many documents are wanted, 0 for all */
    Plan plan(Document filter, Document sort, long limit) {
        FilterBounds bounds = FilterBounds.of(filter);
        boolean natural = sort.keySet().stream().findFirst().filter("$natural"::equals).isPresent();
        Document wanted = natural ? new Document() : sort;
        // Nothing beats one document by its id, and most updates ask for just that.
        Optional<Plan.Walk> byId = walk(tables.primary(), bounds, wanted).filter(walk -> walk.indexed() && walk.entries() <= 1);
        if (byId.isPresent()) {
            return byId.orElseThrow();
        }
        List<Plan.Walk> walks = new ArrayList<>();
        for (AccessPath path : tables.accessPaths()) {
            walk(path, bounds, wanted).ifPresent(walks::add);
        }
        long fewest = walks.stream()
                .filter(Plan.Walk::indexed)
                .mapToLong(Plan.Walk::entries)
                .min()
                .orElse(tables.size());
        Comparator<Plan.Walk> byCost = Comparator.comparingDouble(walk -> cost(walk, limit, fewest));
        Plan.Walk best = walks.stream().min(byCost).orElseThrow();
        if (natural && !best.indexed() && sort.get("$natural") instanceof Number direction && direction.intValue() < 0) {
            return new Plan.Walk(tables.primary(), List.of(KeyRange.ALL), true, false, true, false, false, tables.size());
        }
        Plan.Union union = union(bounds, wanted.isEmpty());
        return union != null && cost(union) < cost(best, limit, fewest) ? union : best;
    }

    private Optional<Plan.Walk> walk(AccessPath path, FilterBounds filter, Document sort) {
        if (path.sparse() && !excludesAbsent(path, filter)) {
            return Optional.empty();
        }
        SortFit fit = SortFit.of(path, filter, sort);
        IndexRanges ranges = IndexRanges.of(path, filter, fit == null ? 0 : fit.mergeFrom());
        boolean mergeable = fit != null
                && (fit.mergeFrom() == 0
                        || (ranges.fieldsUsed() >= fit.mergeFrom()
                                && ranges.ranges().size() <= MOST_MERGED));
        boolean indexed = ranges.fieldsUsed() > 0;
        if (!indexed && !mergeable && !(path instanceof PrimaryIndex)) {
            return Optional.empty();
        }
        List<String> used = path.fields().stream()
                .limit(ranges.fieldsUsed())
                .map(IndexDefinition.Field::path)
                .toList();
        return Optional.of(new Plan.Walk(
                path,
                ranges.ranges(),
                mergeable && fit.reverse(),
                mergeable && fit.mergeFrom() > 0 && ranges.ranges().size() > 1,
                mergeable,
                filter.exact(used, path.multikey()),
                indexed,
                estimate(path, ranges.ranges())));
    }

    private static boolean excludesAbsent(AccessPath path, FilterBounds filter) {
        List<IndexDefinition.Field> fields = path.fields();
        for (int i = 0; i < fields.size(); i++) {
            Bounds bounds = filter.on(fields.get(i).path(), path.multikey(i));
            if (bounds != null && (!bounds.includesNull() || !bounds.narrows())) {
                return true;
            }
        }
        return false;
    }

    private static long estimate(AccessPath path, List<KeyRange> ranges) {
        long counted = ranges.stream().limit(COUNTED_RANGES).mapToLong(path::entriesIn).sum();
        return ranges.size() <= COUNTED_RANGES ? counted : counted * ranges.size() / COUNTED_RANGES;
    }

    /** Of a sorted walk with a limit only a part is read: as much as it takes to meet enough matching documents. */
    private static double cost(Plan.Walk walk, long limit, long fewest) {
        if (!walk.sorted()) {
            return walk.entries() * (1 + SORTING);
        }
        double read = walk.covered() || fewest == 0 ? limit : (double) limit * walk.entries() / fewest;
        double entries = limit > 0 ? Math.min(walk.entries(), read) : walk.entries();
        // Between equals: one that narrows, and the documents themselves rather than an index in front of them.
        return entries + (walk.indexed() ? 0 : 0.2) + (walk.path() instanceof PrimaryIndex ? 0 : 0.1);
    }

    private static double cost(Plan.Union union) {
        return union.parts().stream().mapToLong(Plan.Walk::entries).sum() * (1 + SORTING);
    }

    private Plan.@Nullable Union union(FilterBounds bounds, boolean sorted) {
        Plan.@Nullable Union best = null;
        for (List<Document> branches : bounds.alternatives()) {
            Plan.Union union = union(bounds, branches, sorted);
            if (union != null && (best == null || cost(union) < cost(best))) {
                best = union;
            }
        }
        return best;
    }

    private Plan.@Nullable Union union(FilterBounds common, List<Document> branches, boolean sorted) {
        List<Plan.Walk> parts = new ArrayList<>();
        for (Document branch : branches) {
            FilterBounds bounds = common.and(branch);
            Optional<Plan.Walk> part = tables.accessPaths().stream()
                    .flatMap(path -> walk(path, bounds, new Document()).stream())
                    .filter(Plan.Walk::indexed)
                    .min(Comparator.comparingLong(Plan.Walk::entries));
            if (part.isEmpty()) {
                return null;
            }
            parts.add(part.get());
        }
        return new Plan.Union(parts, sorted);
    }
}
