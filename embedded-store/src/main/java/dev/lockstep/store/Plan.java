package dev.lockstep.store;

import java.util.List;

/** How the documents of a query are found. */
sealed interface Plan {

    /** Whether the documents come in the requested order. */
    boolean sorted();

    /** Whether every document found fulfils the filter without being looked at. */
    boolean covered();

    /** Whether an index narrows the search. */
    boolean indexed();

    Positions positions();

    /**
     * Along one access path.
     *
     * @param merged whether the ranges are to be merged, instead of walked one after the other
     * @param entries how many entries the ranges hold, about
     */
    record Walk(
            AccessPath path,
            List<KeyRange> ranges,
            boolean reverse,
            boolean merged,
            boolean sorted,
            boolean covered,
            boolean indexed,
            long entries)
            implements Plan {

        @Override
        public Positions positions() {
            List<RangeWalk> walks =
                    ranges.stream().map(range -> new RangeWalk(path, range, reverse)).toList();
            if (merged) {
                return new DistinctPositions(new MergedPositions(walks, reverse));
            }
            Positions chain = new ChainedPositions(reverse ? walks.reversed() : walks);
            return path instanceof PrimaryIndex ? chain : new DistinctPositions(chain);
        }
    }

    /**
     * Along several paths, one for each branch of an {@code $or}.
     *
     * @param sorted whether no order was requested
     */
    record Union(List<Walk> parts, boolean sorted) implements Plan {

        @Override
        public boolean covered() {
            return false;
        }

        @Override
        public boolean indexed() {
            return true;
        }

        @Override
        public Positions positions() {
            return new DistinctPositions(new ChainedPositions(
                    parts.stream().map(Walk::positions).toList()));
        }
    }
}
