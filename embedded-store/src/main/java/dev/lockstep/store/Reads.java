package dev.lockstep.store;

import de.bwaldvogel.mongo.backend.DefaultQueryMatcher;
import de.bwaldvogel.mongo.backend.QueryMatcher;
import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The commands that read one collection. */
final class Reads {

    private final StoreDatabase database;
    private final OpenCursors cursors;

    Reads(StoreDatabase database, OpenCursors cursors) {
        this.database = database;
        this.cursors = cursors;
    }

    Document find(Document query) {
        String name = query.get("find").toString();
        String namespace = database.namespaceOf(name);
        Document filter = document(query, "filter");
        StoreCollection collection = database.collection(name);
        if (collection == null) {
            FilterCheck.check(filter);
            return emptyCursor(namespace);
        }
        int limit = number(query, "limit", 0);
        Search search = collection.search(
                filter,
                document(query, "sort"),
                number(query, "skip", 0),
                Math.abs(limit));
        Document projection = (Document) query.get("projection");
        boolean only = limit < 0 || Boolean.TRUE.equals(query.get("singleBatch"));
        return new Batch(
                        cursors.nextId(), search, search::pause, batch -> collection.project(batch, projection))
                .answer(namespace, number(query, "batchSize", Batch.FIRST), only, cursors);
    }

    Document count(Document query) {
        StoreCollection collection = database.collection(query.get("count"));
        int n = collection == null
                ? 0
                : collection.count(
                        document(query, "query"), number(query, "skip", 0), Math.abs(number(query, "limit", 0)));
        return new Document("n", n).append("ok", 1.0);
    }

    /** Applies the filter of a command whose answer mongo-java-server does not filter. */
    Document filterBatch(Document query, Document answer) {
        Document filter = document(query, "filter");
        if (!filter.isEmpty()) {
            QueryMatcher matcher = new DefaultQueryMatcher();
            Document cursor = (Document) answer.get("cursor");
            cursor.put(
                    "firstBatch",
                    OptionCheck.documents(cursor.get("firstBatch")).stream()
                            .filter(document -> matcher.matches(document, filter))
                            .toList());
        }
        return answer;
    }

    static Document emptyCursor(String namespace) {
        return new Document(
                        "cursor",
                        new Document("id", 0L).append("ns", namespace).append("firstBatch", List.of()))
                .append("ok", 1.0);
    }

    static Document document(Document query, String name) {
        return query.get(name) instanceof Document document ? document : new Document();
    }

    static int number(Document query, String name, int otherwise) {
        @Nullable Object value = query.get(name);
        return value instanceof Number number ? (int) Math.min(Integer.MAX_VALUE, number.longValue()) : otherwise;
    }
}
