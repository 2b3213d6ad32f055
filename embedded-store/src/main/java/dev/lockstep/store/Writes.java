package dev.lockstep.store;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.exception.MongoServerException;
import java.util.ArrayList;
import java.util.List;

/**
 * Insert, update and delete, whose answers mongo-java-server gets wrong in two ways: it counts documents that it refused
 * as inserted, and it goes on behind the first error of an ordered command.
 */
final class Writes {

    private static final int UNKNOWN_ERROR = 8;

    Document insert(Document query, StoreDatabase.Passed passed) {
        query.putIfAbsent("ordered", true);
        Document answer = passed.to(query);
        List<Document> errors = OptionCheck.documents(answer.get("writeErrors"));
        if (!errors.isEmpty()) {
            boolean ordered = isOrdered(query);
            int sent = OptionCheck.documents(query.get("documents")).size();
            int attempted = ordered ? ((Number) errors.getFirst().get("index")).intValue() : sent - errors.size();
            answer.put("n", attempted);
        }
        return answer;
    }

    /** @param statements the field that holds the statements: {@code updates} or {@code deletes} */
    Document each(Document query, String statements, StoreDatabase.Passed passed) {
        Total total = new Total();
        int index = 0;
        for (Document statement : OptionCheck.documents(query.get(statements))) {
            Document single = query.clone();
            single.put(statements, List.of(statement));
            boolean done = total.add(index++, single, passed);
            if (!done && isOrdered(query)) {
                break;
            }
        }
        return total.answer(statements.equals("updates"));
    }

    private static boolean isOrdered(Document query) {
        return !Boolean.FALSE.equals(query.get("ordered"));
    }

    private static final class Total {

        private final List<Document> upserted = new ArrayList<>();
        private final List<Document> errors = new ArrayList<>();
        private int n;
        private int modified;

        private boolean add(int index, Document single, StoreDatabase.Passed passed) {
            int errorsBefore = errors.size();
            try {
                Document answer = passed.to(single);
                n += Reads.number(answer, "n", 0);
                modified += Reads.number(answer, "nModified", 0);
                moveTo(index, answer, "upserted", upserted);
                moveTo(index, answer, "writeErrors", errors);
            } catch (MongoServerException e) {
                errors.add(error(index, e));
            }
            return errors.size() == errorsBefore;
        }

        private static void moveTo(int index, Document answer, String field, List<Document> target) {
            OptionCheck.documents(answer.get(field)).forEach(document -> {
                document.put("index", index);
                target.add(document);
            });
        }

        private static Document error(int index, MongoServerException e) {
            Document error = new Document("index", index)
                    .append("code", e instanceof MongoServerError known ? known.getCode() : UNKNOWN_ERROR)
                    .append("errmsg", e.getMessageWithoutErrorCode());
            return error;
        }

        private Document answer(boolean update) {
            Document answer = new Document("n", n);
            if (update) {
                answer.put("nModified", modified);
            }
            if (!upserted.isEmpty()) {
                answer.put("upserted", upserted);
            }
            if (!errors.isEmpty()) {
                answer.put("writeErrors", errors);
            }
            return answer.append("ok", 1.0);
        }
    }
}
