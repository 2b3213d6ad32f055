package dev.lockstep.store;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.bson.Document;

/**
 * The one index that mongo-java-server is told of: it asks it before a change whether unique indexes allow it, and where
 * the document is. The change itself, with all entries, follows in one step in {@link CollectionTables}.
 */
final class WriteGuard extends ListedIndex {

    private final CollectionTables tables;

    WriteGuard(CollectionTables tables) {
        super(tables.primary().definition());
        this.tables = tables;
    }

    @Override
    public Key getPosition(Document document) {
        return tables.primary().getPosition(document);
    }

    @Override
    public void checkAdd(Document document, MongoCollection<Key> collection) {
        Key key = getPosition(document);
        if (tables.contains(key)) {
            throw CollectionTables.duplicate(this, collection);
        }
        tables.checkUnique(document, key, collection);
    }

    @Override
    public void checkUpdate(Document before, Document after, MongoCollection<Key> collection) {
        tables.checkUnique(after, getPosition(after), collection);
    }

    @Override
    public Key remove(Document document) {
        return getPosition(document);
    }

    @Override
    public long getCount() {
        return tables.size();
    }
}
