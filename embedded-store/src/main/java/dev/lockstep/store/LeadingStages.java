package dev.lockstep.store;

import de.bwaldvogel.mongo.bson.Document;
import java.util.List;

/**
 * The stages at the beginning of a pipeline that a query can do.
 *
 * @param stages how many there are
 */
record LeadingStages(Document filter, Document sort, int skip, int limit, int stages) {

    static LeadingStages of(List<Document> pipeline) {
        Document filter = new Document();
        Document sort = new Document();
        int skip = 0;
        int limit = 0;
        int taken = 0;
        if (has(pipeline, taken, "$match")) {
            filter = (Document) pipeline.get(taken++).get("$match");
        }
        if (has(pipeline, taken, "$sort")) {
            sort = (Document) pipeline.get(taken++).get("$sort");
        }
        if (has(pipeline, taken, "$skip")) {
            skip = Reads.number(pipeline.get(taken++), "$skip", 0);
        }
        if (has(pipeline, taken, "$limit")) {
            limit = Reads.number(pipeline.get(taken++), "$limit", 0);
        }
        return new LeadingStages(filter, sort, skip, limit, taken);
    }

    private static boolean has(List<Document> pipeline, int at, String stage) {
        return at < pipeline.size()
                && (pipeline.get(at).get(stage) instanceof Document || pipeline.get(at).get(stage) instanceof Number);
    }
}
