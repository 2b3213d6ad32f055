package dev.lockstep.store;

import de.bwaldvogel.mongo.backend.AbstractCursor;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;

/** Hands out documents in batches, of which none gets larger than a reply may be. */
final class Batch extends AbstractCursor {

    /** As MongoDB: so many documents come with the answer to a query that does not say. */
    static final int FIRST = 101;

    /** A batch ends behind the document that reaches this, so that it stays within the 48 MB of a message. */
    private static final int ENOUGH_BYTES = 8 * 1024 * 1024;

    private final Iterator<Document> documents;
    private final Runnable pause;
    private final UnaryOperator<List<Document>> projection;
    private volatile long lastUsed = System.nanoTime();
    private volatile boolean over;

    /**
     * @param pause called when a batch is full and others may follow
     * @param projection applied to each batch
     */
    Batch(long id, Iterator<Document> documents, Runnable pause, UnaryOperator<List<Document>> projection) {
        super(id);
        this.documents = documents;
        this.pause = pause;
        this.projection = projection;
    }

    @Override
    public synchronized boolean isEmpty() {
        boolean empty = !documents.hasNext();
        over = empty;
        pause.run();
        return empty;
    }

    /** @param most how many documents at most, 0 for as many as a reply may hold */
    @Override
    public synchronized List<Document> takeDocuments(int most) {
        lastUsed = System.nanoTime();
        List<Document> taken = new ArrayList<>();
        long bytes = 0;
        int limit = most > 0 ? most : Integer.MAX_VALUE;
        while (taken.size() < limit && bytes < ENOUGH_BYTES && documents.hasNext()) {
            Document document = documents.next();
            taken.add(document);
            bytes += Bson.roughSize(document);
        }
        pause.run();
        return projection.apply(taken);
    }

    /** Whether everything was handed out. */
    boolean isOver() {
        return over;
    }

    long idleNanos() {
        return System.nanoTime() - lastUsed;
    }

    /**
     * The answer with the first batch; the rest, when there is one, waits among the open cursors.
     *
     * @param size how many documents, 0 for none yet
     * @param only whether the client wants no more than this batch
     */
    Document answer(String namespace, int size, boolean only, OpenCursors cursors) {
        List<Document> first = size == 0 ? List.of() : takeDocuments(size);
        boolean more = !only && !isEmpty();
        if (more) {
            cursors.add(this);
        }
        return new Document(
                        "cursor",
                        new Document("id", more ? getId() : 0L)
                                .append("ns", namespace)
                                .append("firstBatch", first))
                .append("ok", 1.0);
    }
}
