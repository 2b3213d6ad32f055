package dev.lockstep.store;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.CannotIndexParallelArraysError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * A persisted, ordered index. An entry is the bytes of the indexed values followed by the document's key, so that
 * entries of equal values lie side by side in the order of the documents.
 */
final class SecondaryIndex extends ListedIndex implements AccessPath {

    /** An entry, and where in it the document's own key begins. */
    record Entry(Key key, int documentKeyAt) {}

    private final MVMap<Key, Integer> entries;
    private final MVMap<String, String> catalogue;
    private final List<IndexedPath> paths;
    /** One bit per field that has held an array in some document. Never taken back, as in MongoDB. */
    private volatile long arrays;

    SecondaryIndex(IndexDefinition definition, StoreFile file, String mapName) {
        super(definition);
        entries = file.entries(mapName);
        catalogue = file.catalogue();
        paths = definition.fields().stream().map(IndexedPath::new).toList();
        arrays = Long.parseLong(catalogue.getOrDefault(arraysFact(mapName), "0"));
    }

    static String completeFact(String mapName) {
        return "complete " + mapName;
    }

    static String arraysFact(String mapName) {
        return "arrays " + mapName;
    }

    /** The entries that a document leaves: none when sparse, several when it has an array. */
    Set<Entry> entriesOf(Document document, Key documentKey) {
        List<byte[]> prefixes = List.of(new byte[0]);
        boolean present = false;
        long seen = 0;
        for (int i = 0; i < paths.size(); i++) {
            IndexedPath.Found found = paths.get(i).in(document);
            present |= found.present();
            seen |= found.array() ? 1L << i : 0;
            prefixes = extend(prefixes, found.values());
        }
        if (sparse() && !present) {
            return Set.of();
        }
        if (seen != 0) {
            noteArrays(seen);
        }
        if (prefixes.size() == 1) {
            return Set.of(entry(prefixes.getFirst(), documentKey));
        }
        Set<Entry> result = new LinkedHashSet<>();
        prefixes.forEach(prefix -> result.add(entry(prefix, documentKey)));
        return result;
    }

    private static Entry entry(byte[] values, Key documentKey) {
        return new Entry(new Key(OrderedBytes.concat(values, documentKey.bytes())), values.length);
    }

    private static List<byte[]> extend(List<byte[]> prefixes, List<byte[]> values) {
        if (values.size() == 1) {
            byte[] only = values.getFirst();
            return prefixes.stream().map(prefix -> OrderedBytes.concat(prefix, only)).toList();
        }
        List<byte[]> result = new ArrayList<>(prefixes.size() * values.size());
        prefixes.forEach(prefix -> values.forEach(value -> result.add(OrderedBytes.concat(prefix, value))));
        return result;
    }

    private void noteArrays(long seen) {
        if (Long.bitCount(seen) > 1 && arraysDiffer(seen)) {
            throw new CannotIndexParallelArraysError(definition().paths());
        }
        long all = arrays | seen;
        if (all != arrays) {
            catalogue.put(arraysFact(entries.getName()), Long.toString(all));
            arrays = all;
        }
    }

    private boolean arraysDiffer(long seen) {
        Set<String> roots = new LinkedHashSet<>();
        for (int i = 0; i < paths.size(); i++) {
            if ((seen & 1L << i) != 0) {
                roots.add(paths.get(i).firstStep());
            }
        }
        return roots.size() > 1;
    }

    /** Whether another document holds the place of this entry in a unique index. */
    boolean conflicts(Entry entry, @Nullable Key own) {
        Key holder = entries.ceilingKey(new Key(Arrays.copyOf(entry.key().bytes(), entry.documentKeyAt())));
        return holder != null
                && holder.startsWith(entry.key().bytes(), entry.documentKeyAt())
                && (own == null || !holder.endsWith(own, entry.documentKeyAt()));
    }

    void put(Entry entry) {
        entries.put(entry.key(), entry.documentKeyAt());
    }

    void remove(Entry entry) {
        entries.remove(entry.key());
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
        return definition().sparse();
    }

    @Override
    public boolean multikey(int field) {
        return (arrays & 1L << field) != 0;
    }

    @Override
    public MVMap<Key, Integer> map() {
        return entries;
    }

    @Override
    public Key documentKey(Key entry, Object value) {
        return entry.from((Integer) value);
    }

    @Override
    public long getCount() {
        return entries.sizeAsLong();
    }
}
