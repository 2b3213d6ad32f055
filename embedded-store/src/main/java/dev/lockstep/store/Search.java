package dev.lockstep.store;

import de.bwaldvogel.mongo.backend.DefaultQueryMatcher;
import de.bwaldvogel.mongo.backend.DocumentComparator;
import de.bwaldvogel.mongo.backend.QueryMatcher;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The documents of a query, found as they are asked for. In index order nothing is held in memory; otherwise all that
 * match are sorted first, of which no more are kept than the limit asks for.
 */
final class Search implements Iterator<Document> {

    private static final int PRUNE_FROM = 1_000;

    private final CollectionTables tables;
    private final Document filter;
    private final QueryMatcher matcher = new DefaultQueryMatcher();
    private final Positions positions;
    /** Documents found by their ids alone need no second look; comparing each with all the ids that are asked for costs their square. */
    private final boolean matched;
    private final long last;
    private @Nullable Iterator<Document> sorted;
    private @Nullable Document next;
    private long taken;

    Search(CollectionTables tables, Document filter, Document sort, int skip, int limit, Plan plan) {
        this.tables = tables;
        this.filter = filter;
        positions = plan.positions();
        matched = plan instanceof Plan.Walk walk && walk.covered() && walk.path() instanceof PrimaryIndex;
        last = limit > 0 ? (long) skip + limit : Long.MAX_VALUE;
        if (!plan.sorted()) {
            sorted = sort(new DocumentComparator(sort)).iterator();
        }
        for (int skipped = 0; skipped < skip && hasNext(); skipped++) {
            next();
        }
    }

    @Override
    public boolean hasNext() {
        if (next == null && taken < last) {
            next = sorted == null ? nextMatch() : sorted.hasNext() ? sorted.next() : null;
        }
        return next != null;
    }

    @Override
    public Document next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Document document = next;
        next = null;
        taken++;
        return Objects.requireNonNull(document);
    }

    /** Lets go of pages of the file until the next document is asked for. */
    void pause() {
        positions.pause();
    }

    private @Nullable Document nextMatch() {
        for (Key key = positions.next(); key != null; key = positions.next()) {
            Document document = tables.get(key);
            if (document != null && (matched || matcher.matches(document, filter))) {
                return document;
            }
        }
        return null;
    }

    private List<Document> sort(Comparator<Document> order) {
        List<Document> kept = new ArrayList<>();
        for (Document document = nextMatch(); document != null; document = nextMatch()) {
            kept.add(document);
            if (last < Integer.MAX_VALUE && kept.size() >= 2 * last + PRUNE_FROM) {
                kept.sort(order);
                kept.subList((int) last, kept.size()).clear();
            }
        }
        kept.sort(order);
        return kept;
    }
}
