package dev.lockstep.store;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.IndexNotFoundException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** Creates and drops indexes, by the rules that MongoDB has for names and options that differ. */
final class IndexCommands {

    private final StoreDatabase database;

    IndexCommands(StoreDatabase database) {
        this.database = database;
    }

    /** One at a time, so that no description is written twice. */
    synchronized Document create(Document query, StoreDatabase.Passed passed) {
        String name = query.get("createIndexes").toString();
        String namespace = database.namespaceOf(name);
        List<Document> missing = new ArrayList<>();
        for (Document wanted : OptionCheck.documents(query.get("indexes"))) {
            wanted.putIfAbsent("name", defaultName((Document) wanted.get("key")));
            if (isMissing(wanted, described(namespace))) {
                missing.add(wanted);
            }
        }
        Document single = query.clone();
        single.put("indexes", missing);
        return passed.to(single);
    }

    private static String defaultName(Document key) {
        StringBuilder name = new StringBuilder();
        key.forEach((field, direction) -> name.append(name.isEmpty() ? "" : "_")
                .append(field)
                .append('_')
                .append(((Number) direction).intValue()));
        return name.toString();
    }

    private static boolean isMissing(Document wanted, List<Document> existing) {
        for (Document other : existing) {
            boolean sameName = Objects.equals(wanted.get("name"), other.get("name"));
            boolean sameKey = keys(wanted).equals(keys(other));
            boolean sameOptions = options(wanted).equals(options(other));
            if (sameKey && (sameOptions || keys(wanted).equals(List.of("_id 1")))) {
                if (!sameName && !keys(wanted).equals(List.of("_id 1"))) {
                    throw Refusal.indexOptionsConflict("index " + other.get("name") + " has the same key as "
                            + wanted.get("name") + " under another name");
                }
                return false;
            }
            if (sameName) {
                throw Refusal.indexKeysConflict(
                        "index " + wanted.get("name") + " exists with another key or other options");
            }
            if (sameKey) {
                throw Refusal.indexOptionsConflict(
                        "index " + other.get("name") + " has the same key as " + wanted.get("name")
                                + " with other options");
            }
        }
        return true;
    }

    private static List<String> keys(Document index) {
        List<String> keys = new ArrayList<>();
        ((Document) index.get("key"))
                .forEach((field, direction) -> keys.add(field + " " + ((Number) direction).intValue()));
        return keys;
    }

    private static List<Object> options(Document index) {
        Number expiry = (Number) index.getOrDefault("expireAfterSeconds", -1);
        return List.of(isSet(index, "unique"), isSet(index, "sparse"), expiry.longValue());
    }

    private static boolean isSet(Document index, String option) {
        return index.get(option) instanceof Boolean flag ? flag : index.get(option) instanceof Number;
    }

    /** MongoDB lists the index on {@code _id} first. */
    static Document idFirst(Document answer) {
        if (answer.get("cursor") instanceof Document cursor && cursor.get("firstBatch") instanceof List<?> batch) {
            List<Object> sorted = new ArrayList<>(batch);
            sorted.sort(Comparator.comparing(index -> !(index instanceof Document d && "_id_".equals(d.get("name")))));
            cursor.put("firstBatch", sorted);
        }
        return answer;
    }

    List<Document> described(String namespace) {
        StoreCollection indexes = database.collection(StoreDatabase.INDEXES);
        return indexes == null
                ? List.of()
                : indexes.stream(new Document("ns", namespace), new Document(), 0, 0).toList();
    }

    synchronized Document drop(Document query) {
        String name = query.get("dropIndexes").toString();
        StoreCollection collection = database.collection(name);
        if (collection != null) {
            Object index = query.get("index");
            String namespace = database.namespaceOf(name);
            namesOf(index, namespace, collection).forEach(each -> {
                collection.dropIndex(each);
                StoreCollection indexes = Objects.requireNonNull(database.collection(StoreDatabase.INDEXES));
                indexes.deleteDocuments(new Document("ns", namespace).append("name", each), 0);
            });
        }
        return new Document("ok", 1.0);
    }

    private List<String> namesOf(Object index, String namespace, StoreCollection collection) {
        if ("*".equals(index)) {
            return collection.getIndexes().stream()
                    .map(each -> each.getName())
                    .filter(each -> !each.equals("_id_"))
                    .toList();
        }
        if (index instanceof Document key) {
            Document wanted = new Document("key", key);
            return described(namespace).stream()
                    .filter(each -> keys(each).equals(keys(wanted)))
                    .map(each -> each.get("name").toString())
                    .findFirst()
                    .map(List::of)
                    .orElseThrow(() -> new IndexNotFoundException("can't find index with key " + key.keySet()));
        }
        return List.of(index.toString());
    }
}
