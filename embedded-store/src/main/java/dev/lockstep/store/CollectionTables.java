package dev.lockstep.store;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.DuplicateKeyError;
import de.bwaldvogel.mongo.exception.IndexBuildFailedException;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * The documents of one collection and the entries of its indexes, changed together. Writers must exclude each other;
 * readers need no lock, because an entry is added before and removed after the document that it leads to.
 */
final class CollectionTables {

    private static final String DOCUMENTS = "documents.";
    private static final String ENTRIES = "entries.";
    private static final int BUILD_STEP = 500;

    private final StoreFile file;
    private final LongAdder written;
    private final String namespace;
    private final MVMap<Key, byte[]> documents;
    private final PrimaryIndex primary;
    private volatile List<SecondaryIndex> indexes = List.of();

    CollectionTables(StoreFile file, LongAdder written, String namespace, String idField) {
        this.file = file;
        this.written = written;
        this.namespace = namespace;
        documents = file.documents(DOCUMENTS + namespace);
        primary = new PrimaryIndex(documents, idField);
    }

    static String documentsMap(String namespace) {
        return DOCUMENTS + namespace;
    }

    PrimaryIndex primary() {
        return primary;
    }

    List<SecondaryIndex> indexes() {
        return indexes;
    }

    /** Every way to the documents, the primary first. */
    List<AccessPath> accessPaths() {
        List<AccessPath> result = new ArrayList<>(indexes.size() + 1);
        result.add(primary);
        result.addAll(indexes);
        return result;
    }

    long size() {
        return documents.sizeAsLong();
    }

    @Nullable Document get(Key key) {
        byte[] bson = documents.get(key);
        return bson == null ? null : Bson.decode(bson);
    }

    /** Of the documents, scanned: MongoDB's statistics are asked for rarely, and a counter would cost every write. */
    long dataBytes() {
        long bytes = 0;
        Cursor<Key, byte[]> cursor = documents.cursor(null);
        while (cursor.hasNext()) {
            cursor.next();
            bytes += cursor.getValue().length;
        }
        return bytes;
    }

    boolean contains(Key key) {
        return documents.containsKey(key);
    }

    /** Throws when a unique index has the entries of this document for another one. */
    void checkUnique(Document document, Key own, MongoCollection<?> collection) {
        for (SecondaryIndex index : indexes) {
            if (index.isUnique()) {
                index.entriesOf(document, own).forEach(entry -> {
                    if (index.conflicts(entry, own)) {
                        throw duplicate(index, collection);
                    }
                });
            }
        }
    }

    static DuplicateKeyError duplicate(ListedIndex index, MongoCollection<?> collection) {
        return new DuplicateKeyError(
                collection, index.getName() + " dup key on fields " + index.definition().paths());
    }

    /** @param before the document that this one replaces, null for a new one */
    void put(Key key, @Nullable Document before, Document after) {
        byte[] bson = Bson.encode(after);
        List<EntryChange> changes = changes(key, before, after);
        file.together(() -> {
            changes.forEach(EntryChange::add);
            documents.put(key, bson);
            changes.forEach(EntryChange::remove);
        });
        written.increment();
    }

    void remove(Key key) {
        Document before = get(key);
        if (before == null) {
            return;
        }
        List<EntryChange> changes = changes(key, before, null);
        file.together(() -> {
            documents.remove(key);
            changes.forEach(EntryChange::remove);
        });
        written.increment();
    }

    /** Found before anything is changed, because a document that cannot be indexed is refused here. */
    private List<EntryChange> changes(Key key, @Nullable Document before, @Nullable Document after) {
        List<EntryChange> changes = new ArrayList<>();
        for (SecondaryIndex index : indexes) {
            Set<SecondaryIndex.Entry> had = before == null ? Set.of() : index.entriesOf(before, key);
            Set<SecondaryIndex.Entry> has = after == null ? Set.of() : index.entriesOf(after, key);
            if (!has.equals(had)) {
                changes.add(new EntryChange(index, without(has, had), without(had, has)));
            }
        }
        return changes;
    }

    private record EntryChange(
            SecondaryIndex index, List<SecondaryIndex.Entry> added, List<SecondaryIndex.Entry> removed) {

        private void add() {
            added.forEach(index::put);
        }

        private void remove() {
            removed.forEach(index::remove);
        }
    }

    private static List<SecondaryIndex.Entry> without(
            Set<SecondaryIndex.Entry> all, Set<SecondaryIndex.Entry> others) {
        return all.stream().filter(entry -> !others.contains(entry)).toList();
    }

    /** Builds the index unless the file has it complete, and uses it from then on. */
    void add(IndexDefinition definition, MongoCollection<?> collection) {
        String mapName = ENTRIES + namespace + "$" + definition.name();
        boolean complete = file.catalogue().containsKey(SecondaryIndex.completeFact(mapName));
        if (!complete) {
            forget(mapName);
        }
        SecondaryIndex index = new SecondaryIndex(definition, file, mapName);
        if (!complete) {
            try {
                build(index, collection);
            } catch (MongoServerError e) {
                forget(mapName);
                throw new IndexBuildFailedException(e, collection);
            }
            file.catalogue().put(SecondaryIndex.completeFact(mapName), "yes");
        }
        List<SecondaryIndex> more = new ArrayList<>(indexes);
        more.add(index);
        indexes = List.copyOf(more);
    }

    private void build(SecondaryIndex index, MongoCollection<?> collection) {
        Cursor<Key, byte[]> cursor = documents.cursor(null);
        while (cursor.hasNext()) {
            file.together(() -> {
                for (int i = 0; i < BUILD_STEP && cursor.hasNext(); i++) {
                    Key key = cursor.next();
                    index.entriesOf(Bson.decode(cursor.getValue()), key).forEach(entry -> {
                        if (index.isUnique() && index.conflicts(entry, key)) {
                            throw duplicate(index, collection);
                        }
                        index.put(entry);
                    });
                }
            });
            file.commitWhenLarge();
        }
    }

    void drop(SecondaryIndex index) {
        indexes = indexes.stream().filter(other -> other != index).toList();
        forget(index.map().getName());
    }

    private void forget(String mapName) {
        file.together(() -> {
            file.catalogue().remove(SecondaryIndex.completeFact(mapName));
            file.catalogue().remove(SecondaryIndex.arraysFact(mapName));
            file.remove(file.entries(mapName));
        });
    }

    void drop() {
        List.copyOf(indexes).forEach(this::drop);
        file.remove(documents);
    }
}
