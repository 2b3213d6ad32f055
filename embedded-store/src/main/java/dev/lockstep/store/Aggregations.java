package dev.lockstep.store;

import de.bwaldvogel.mongo.backend.DatabaseResolver;
import de.bwaldvogel.mongo.backend.aggregation.Aggregation;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.oplog.Oplog;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Aggregations whose leading {@code $match}, {@code $sort}, {@code $skip} and {@code $limit} are served like a query, by
 * indexes; mongo-java-server does the other stages. The count that drivers send as an aggregation is a count.
 */
final class Aggregations {

    private static final Set<String> REFUSED = Set.of("$graphLookup", "$sample", "$changeStream", "$geoNear");

    private final StoreDatabase database;
    private final OpenCursors cursors;
    private final DatabaseResolver resolver;
    private final Oplog oplog;

    Aggregations(StoreDatabase database, OpenCursors cursors, DatabaseResolver resolver, Oplog oplog) {
        this.database = database;
        this.cursors = cursors;
        this.resolver = resolver;
        this.oplog = oplog;
    }

    Document aggregate(Document query) {
        if (query.containsKey("explain")) {
            throw Refusal.unsupported("explain");
        }
        if (!(query.get("aggregate") instanceof String name)) {
            throw Refusal.unsupported("an aggregation without a collection");
        }
        List<Document> pipeline = Aggregation.parse(query.get("pipeline"));
        pipeline.stream().flatMap(stage -> stage.keySet().stream()).filter(REFUSED::contains).findFirst()
                .ifPresent(stage -> {
                    throw Refusal.unsupported("the aggregation stage " + stage);
                });
        StoreCollection collection = database.collection(name);
        String namespace = database.namespaceOf(name);
        List<Document> result = collection == null ? List.of() : result(pipeline, collection);
        int size = Reads.number(Reads.document(query, "cursor"), "batchSize", Batch.FIRST);
        return new Batch(cursors.nextId(), result.iterator(), () -> {}, batch -> batch)
                .answer(namespace, size, false, cursors);
    }

    private List<Document> result(List<Document> pipeline, StoreCollection collection) {
        LeadingStages lead = LeadingStages.of(pipeline);
        List<Document> rest = pipeline.subList(lead.stages(), pipeline.size());
        String counter = counter(rest);
        if (counter != null && lead.sort().isEmpty()) {
            return counted(collection.count(lead.filter(), lead.skip(), lead.limit()), rest.getFirst(), counter);
        }
        Aggregation aggregation = Aggregation.fromPipeline(rest, resolver, database, collection, oplog);
        aggregation.validate(new Document("cursor", new Document()));
        return aggregation.runStages(collection.stream(lead.filter(), lead.sort(), lead.skip(), lead.limit()));
    }

    /** The field of a group that only counts all documents, as in {@code {$group: {_id: 1, n: {$sum: 1}}}}. */
    private static @Nullable String counter(List<Document> rest) {
        if (rest.size() != 1 || !(rest.getFirst().get("$group") instanceof Document group) || group.size() != 2) {
            return null;
        }
        boolean constant = group.containsKey("_id") && (group.get("_id") == null || group.get("_id") instanceof Number);
        return group.entrySet().stream()
                .filter(entry -> constant
                        && !entry.getKey().equals("_id")
                        && entry.getValue() instanceof Document sum
                        && sum.size() == 1
                        && Integer.valueOf(1).equals(sum.get("$sum")))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    private static List<Document> counted(int count, Document group, String counter) {
        Object id = ((Document) group.get("$group")).get("_id");
        return count == 0 ? List.of() : List.of(new Document("_id", id).append(counter, count));
    }
}
