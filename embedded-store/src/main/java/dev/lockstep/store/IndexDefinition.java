package dev.lockstep.store;

import de.bwaldvogel.mongo.backend.IndexKey;
import java.util.List;

/**
 * What an index is made of.
 *
 * @param unique no two documents may leave the same entry
 * @param sparse documents that have none of the fields leave no entry
 */
record IndexDefinition(String name, List<Field> fields, boolean unique, boolean sparse) {

    /** A dotted path and its direction. */
    record Field(String path, boolean ascending) {

        List<String> steps() {
            return List.of(path.split("\\."));
        }
    }

    static IndexDefinition of(String name, List<IndexKey> keys, boolean unique, boolean sparse) {
        return new IndexDefinition(
                name,
                keys.stream().map(key -> new Field(key.getKey(), key.isAscending())).toList(),
                unique,
                sparse);
    }

    List<String> paths() {
        return fields.stream().map(Field::path).toList();
    }

    boolean isPrimary() {
        return paths().equals(List.of("_id"));
    }
}
