package dev.lockstep.mapping.planning;

import dev.lockstep.contracts.ObjectType;
import dev.lockstep.mapping.directory.DirectoryObject;
import dev.lockstep.mapping.directory.Precedence;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Users and groups. */
public interface ObjectStore {
    /** Those of the ids that are known, in one read. */
    Map<String, DirectoryObject> byIds(Collection<String> ids);

    /**
     * Writes all in one go, each only over the revision that it was made from. Fails, for the batch to come again, when
     * somebody else wrote one of them meanwhile: this process does not own the partition any more.
     *
     * @param precedence for the keys by which people search
     */
    void store(Collection<Step> steps, Precedence precedence);

    /** @param before the stored revision, 0 when there was no object */
    record Step(long before, DirectoryObject object) {
    }

    /** Objects of a type with an id behind {@code after}, in order of the id. */
    List<DirectoryObject> page(ObjectType type, @Nullable String after, int limit);

    /** Ids of a type behind {@code after}, in order. */
    List<String> ids(ObjectType type, @Nullable String after, int limit);

    /** How many objects of a type there are, those that are gone among them. */
    long count(ObjectType type);

    /** Those of the ids that are not there any more, soft-deleted or purged. */
    Set<String> gone(Collection<String> ids);

    /**
     * Objects by the start of a name, an address or the id; any letter case.
     *
     * @param q empty for all
     */
    List<DirectoryObject> search(ObjectType type, String q, @Nullable String after, int limit);
}
