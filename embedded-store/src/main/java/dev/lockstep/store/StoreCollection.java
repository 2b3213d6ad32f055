package dev.lockstep.store;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractMongoCollection;
import de.bwaldvogel.mongo.backend.ArrayFilters;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DocumentWithPosition;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.IndexNotFoundException;
import de.bwaldvogel.mongo.oplog.Oplog;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.h2.mvstore.Cursor;
import org.jspecify.annotations.Nullable;

/**
 * A collection: MongoDB's update, upsert and projection rules from mongo-java-server over {@link CollectionTables}.
 * Writers of a collection take turns, document by document; readers take no lock.
 */
final class StoreCollection extends AbstractMongoCollection<Key> {

    private final CollectionTables tables;
    private final Planner planner;
    private final StoreFile file;
    private final int refuseUnindexedAbove;
    private final ReentrantLock writing = new ReentrantLock();
    /** How many documents the running update wants; guarded by {@link #writing}. */
    private int wanted;

    StoreCollection(
            MongoDatabase database,
            String name,
            CollectionOptions options,
            CursorRegistry cursors,
            CollectionTables tables,
            StoreFile file,
            int refuseUnindexedAbove) {
        super(database, name, options, cursors);
        this.tables = tables;
        this.file = file;
        this.refuseUnindexedAbove = name.startsWith("system.") ? Integer.MAX_VALUE : refuseUnindexedAbove;
        planner = new Planner(tables);
        if ("_id".equals(options.getIdField())) {
            super.getIndexes().add(new WriteGuard(tables));
        }
    }

    // Reading

    Search search(Document filter, Document sort, int skip, int limit) {
        FilterCheck.check(filter);
        Plan plan = planner.plan(filter, sort, limit > 0 ? (long) skip + limit : 0);
        boolean unserved = !plan.indexed() && (!filter.isEmpty() || !plan.sorted());
        if (unserved && tables.size() > refuseUnindexedAbove) {
            throw Refusal.unindexed(getFullName(), tables.size(), filter.keySet(), sort.keySet());
        }
        return new Search(tables, filter, sort, skip, limit, plan);
    }

    Stream<Document> stream(Document filter, Document sort, int skip, int limit) {
        return stream(search(filter, sort, skip, limit));
    }

    private static Stream<Document> stream(Iterator<Document> documents) {
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(documents, Spliterator.ORDERED | Spliterator.NONNULL), false);
    }

    List<Document> project(List<Document> documents, @Nullable Document projection) {
        if (projection == null || projection.isEmpty()) {
            return documents;
        }
        return matchDocumentsFromStream(new Document(), documents.stream(), 0, 0, 0, null, projection)
                .collectDocuments();
    }

    @Override
    protected QueryResult queryDocuments(
            Document query,
            @Nullable Document orderBy,
            int skip,
            int limit,
            int batchSize,
            @Nullable Document fields) {
        Document sort = orderBy == null ? new Document() : orderBy;
        Search search = search(query, sort, skip, limit > 0 || !writing.isHeldByCurrentThread() ? limit : wanted);
        return new QueryResult(() -> search);
    }

    @Override
    protected QueryResult matchDocuments(
            Document query, Document orderBy, int skip, int limit, int batchSize, Document fields) {
        return queryDocuments(query, orderBy, skip, limit, batchSize, fields);
    }

    @Override
    public int count() {
        return Math.toIntExact(tables.size());
    }

    @Override
    public boolean isEmpty() {
        return tables.size() == 0;
    }

    @Override
    public int count(@Nullable Document query, int skip, int limit) {
        long found = query == null || query.isEmpty() ? tables.size() : countMatching(query, skip, limit);
        long rest = Math.max(0, found - skip);
        return Math.toIntExact(limit > 0 ? Math.min(limit, rest) : rest);
    }

    private long countMatching(Document query, int skip, int limit) {
        FilterCheck.check(query);
        Plan plan = planner.plan(query, new Document(), 0);
        if (plan instanceof Plan.Walk walk && walk.covered()) {
            return walk.path().multikey() ? count(walk.positions()) : exactly(walk);
        }
        long count = 0;
        long enough = limit > 0 ? (long) skip + limit : Long.MAX_VALUE;
        Search search = search(query, new Document(), 0, 0);
        while (count < enough && search.hasNext()) {
            search.next();
            count++;
        }
        return count;
    }

    private static long exactly(Plan.Walk walk) {
        return walk.ranges().stream().mapToLong(walk.path()::entriesIn).sum();
    }

    private static long count(Positions positions) {
        long count = 0;
        while (positions.next() != null) {
            count++;
        }
        return count;
    }

    @Override
    protected Stream<DocumentWithPosition<Key>> streamAllDocumentsWithPosition() {
        Cursor<Key, byte[]> cursor = tables.primary().map().cursor(null);
        Iterator<DocumentWithPosition<Key>> all = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return cursor.hasNext();
            }

            @Override
            public DocumentWithPosition<Key> next() {
                Key key = cursor.next();
                return new DocumentWithPosition<>(Bson.decode(cursor.getValue()), key);
            }
        };
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(all, Spliterator.ORDERED), false);
    }

    @Override
    protected @Nullable Document getDocument(Key position) {
        return tables.get(position);
    }

    // Writing

    private <T> T exclusively(int documents, Supplier<T> change) {
        writing.lock();
        int before = wanted;
        try {
            wanted = documents;
            return change.get();
        } finally {
            wanted = before;
            writing.unlock();
        }
    }

    @Override
    public void addDocument(Document document) {
        exclusively(0, () -> {
            super.addDocument(document);
            return true;
        });
    }

    @Override
    public void removeDocument(Document document) {
        exclusively(0, () -> {
            super.removeDocument(document);
            return true;
        });
    }

    @Override
    public Document findAndModify(Document query) {
        return exclusively(0, () -> super.findAndModify(query));
    }

    @Override
    public int deleteDocuments(Document selector, int limit, Oplog oplog) {
        // Wrapped, because a selector on a field named "query" would itself be taken for a wrapper.
        return exclusively(0, () -> super.deleteDocuments(new Document("$query", selector), limit, oplog));
    }

    @Override
    public Document updateDocuments(
            Document selector, Document update, ArrayFilters filters, boolean multi, boolean upsert, Oplog oplog) {
        return exclusively(
                multi ? 0 : 1, () -> super.updateDocuments(selector, update, filters, multi, upsert, oplog));
    }

    @Override
    protected Key addDocumentInternal(Document document) {
        String idField = getIdField();
        Object id = idField == null ? UUID.randomUUID() : document.get(idField);
        Key key = new Key(OrderedBytes.of(id));
        tables.put(key, null, document);
        file.commitWhenLarge();
        return key;
    }

    @Override
    protected void handleUpdate(Key position, Document before, Document after) {
        tables.put(position, before, after);
        file.commitWhenLarge();
    }

    @Override
    protected void removeDocument(Key position) {
        tables.remove(position);
        file.commitWhenLarge();
    }

    // Indexes

    @Override
    public List<Index<Key>> getIndexes() {
        List<Index<Key>> all = new ArrayList<>();
        all.add(tables.primary());
        all.addAll(tables.indexes());
        return all;
    }

    /** Adds a described index. What mongo-java-server knows of indexes is not told: it would maintain it itself. */
    @Override
    public void addIndex(Index<Key> index) {
        IndexDefinition definition = ((ListedIndex) index).definition();
        if (definition.isPrimary()) {
            return;
        }
        exclusively(0, () -> {
            if (tables.indexes().stream().noneMatch(existing -> existing.definition().equals(definition))) {
                tables.add(definition, this);
            }
            return true;
        });
    }

    @Override
    public void dropIndex(String name) {
        if (name.equals(tables.primary().getName())) {
            return;
        }
        exclusively(0, () -> {
            SecondaryIndex index = tables.indexes().stream()
                    .filter(existing -> existing.getName().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IndexNotFoundException("index not found with name [" + name + "]"));
            tables.drop(index);
            return true;
        });
    }

    @Override
    public void drop() {
        exclusively(0, () -> {
            tables.drop();
            return true;
        });
    }

    // Statistics

    @Override
    public Document validate() {
        return exclusively(0, () -> new Validation(tables).answer(getFullName()));
    }

    @Override
    public Document getStats() {
        long documents = tables.size();
        long bytes = tables.dataBytes();
        Document indexes = new Document();
        getIndexes().forEach(index -> indexes.put(index.getName(), index.getCount()));
        return new Document("ns", getFullName())
                .append("count", documents)
                .append("size", bytes)
                .append("avgObjSize", documents == 0 ? 0 : bytes / documents)
                .append("storageSize", 0)
                .append("nindexes", indexes.size())
                .append("indexSize", indexes)
                .append("ok", 1.0);
    }

    /** Sizes are computed when they are asked for. */
    @Override
    protected boolean tracksDataSize() {
        return false;
    }

    @Override
    protected void updateDataSize(int delta) {}

    @Override
    protected int getDataSize() {
        return (int) Math.min(Integer.MAX_VALUE, tables.dataBytes());
    }
}
