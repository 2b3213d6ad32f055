package dev.lockstep.store;

import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import org.h2.mvstore.MVMap;

/** The documents themselves, which lie in the order of their {@code _id}. */
final class PrimaryIndex extends ListedIndex implements AccessPath {

    private final MVMap<Key, byte[]> documents;
    private final String idField;

    PrimaryIndex(MVMap<Key, byte[]> documents, String idField) {
        super(new IndexDefinition(
                "_id_", List.of(new IndexDefinition.Field(idField, true)), true, false));
        this.documents = documents;
        this.idField = idField;
    }

    @Override
    public String name() {
        return getName();
    }

    @Override
    public List<IndexDefinition.Field> fields() {
        return definition().fields();
    }

    @Override
    public boolean sparse() {
        return false;
    }

    @Override
    public boolean multikey(int field) {
        return false;
    }

    @Override
    public MVMap<Key, byte[]> map() {
        return documents;
    }

    @Override
    public Key documentKey(Key entry, Object value) {
        return entry;
    }

    @Override
    public Key getPosition(Document document) {
        return new Key(OrderedBytes.of(document.get(idField)));
    }

    @Override
    public long getCount() {
        return documents.sizeAsLong();
    }
}
