package dev.lockstep.mapping.sweep;

import dev.lockstep.contracts.ObjectType;
import dev.lockstep.mapping.directory.DirectoryObject;
import dev.lockstep.mapping.planning.ObjectStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Users, or groups, in pages, in order of their ids, so that a walk can go on behind any of them. */
public final class Walk {
    private final ObjectStore objects;
    private final Candidates candidates;
    private final int page;

    public Walk(ObjectStore objects, Candidates candidates, int page) {
        this.objects = objects;
        this.candidates = candidates;
        this.page = page;
    }

    /** Whom an app may concern, behind a cursor; pages may be empty. */
    public Iterator<List<DirectoryObject>> concerned(String app, boolean everybody, @Nullable String cursor) {
        return everybody ? all(ObjectType.USER, cursor) : some(ObjectType.USER, candidates.of(app, cursor).iterator());
    }

    /** Groups that an app may have, behind a cursor; pages may be empty. */
    Iterator<List<DirectoryObject>> groups(String app, boolean everybody, @Nullable String cursor) {
        return everybody ? all(ObjectType.GROUP, cursor) : some(ObjectType.GROUP, candidates.groups(app, cursor).iterator());
    }

    private Iterator<List<DirectoryObject>> all(ObjectType type, @Nullable String cursor) {
        return new Iterator<>() {
            private @Nullable String after = cursor;
            private boolean more = true;

            @Override
            public boolean hasNext() {
                return more;
            }

            @Override
            public List<DirectoryObject> next() {
                List<DirectoryObject> found = objects.page(type, after, page);
                more = found.size() == page;
                after = found.isEmpty() ? after : found.getLast().objectId();
                return found;
            }
        };
    }

    private Iterator<List<DirectoryObject>> some(ObjectType type, Iterator<String> ids) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return ids.hasNext();
            }

            @Override
            public List<DirectoryObject> next() {
                Collection<String> chunk = new ArrayList<>(page);
                while (ids.hasNext() && chunk.size() < page) {
                    chunk.add(ids.next());
                }
                Map<String, DirectoryObject> found = objects.byIds(chunk);
                return chunk.stream().filter(found::containsKey).map(found::get)
                        .filter(object -> object.type() == type).toList();
            }
        };
    }
}
