package dev.lockstep.store;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An index as mongo-java-server lists it. Its way to keep and to use indexes, one after the other and around the change
 * of the document, is not used: {@link CollectionTables} changes documents and entries together, {@link Planner} picks.
 */
abstract class ListedIndex extends Index<Key> {

    private final IndexDefinition definition;

    ListedIndex(IndexDefinition definition) {
        super(
                definition.name(),
                definition.fields().stream()
                        .map(field -> new IndexKey(field.path(), field.ascending()))
                        .toList(),
                definition.sparse());
        this.definition = definition;
    }

    IndexDefinition definition() {
        return definition;
    }

    @Override
    public boolean isUnique() {
        return definition.unique();
    }

    @Override
    public long getDataSize() {
        return getCount();
    }

    @Override
    public @Nullable Key getPosition(Document document) {
        return null;
    }

    @Override
    public void checkAdd(Document document, MongoCollection<Key> collection) {}

    @Override
    public void add(Document document, Key position, MongoCollection<Key> collection) {}

    @Override
    public void checkUpdate(Document before, Document after, MongoCollection<Key> collection) {}

    @Override
    public void updateInPlace(Document before, Document after, Key position, MongoCollection<Key> collection) {}

    @Override
    public @Nullable Key remove(Document document) {
        return null;
    }

    @Override
    public boolean canHandle(Document query) {
        return false;
    }

    @Override
    public Iterable<Key> getPositions(Document query) {
        return List.of();
    }

    @Override
    public void drop() {}
}
