package dev.lockstep.store;

import de.bwaldvogel.mongo.exception.MongoServerError;
import java.util.Collection;

/** Answers to what this store cannot do as MongoDB does. Messages name collections and fields, never values. */
final class Refusal {

    private static final int BAD_VALUE = 2;
    private static final int INVALID_OPTIONS = 72;
    private static final int INDEX_OPTIONS_CONFLICT = 85;
    private static final int INDEX_KEYS_CONFLICT = 86;
    private static final int COMMAND_NOT_SUPPORTED = 115;
    /** The code with which MongoDB refuses a collection scan under {@code notablescan}. */
    private static final int NO_QUERY_EXECUTION_PLANS = 291;

    private Refusal() {}

    static MongoServerError badValue(String message) {
        return new MongoServerError(BAD_VALUE, "BadValue", message);
    }

    static MongoServerError invalidOption(String message) {
        return new MongoServerError(INVALID_OPTIONS, "InvalidOptions", message);
    }

    static MongoServerError unsupported(String what) {
        return new MongoServerError(
                COMMAND_NOT_SUPPORTED,
                "CommandNotSupported",
                "the embedded store does not support " + what + "; leave it out, or use a MongoDB server");
    }

    static MongoServerError indexOptionsConflict(String message) {
        return new MongoServerError(INDEX_OPTIONS_CONFLICT, "IndexOptionsConflict", message);
    }

    static MongoServerError indexKeysConflict(String message) {
        return new MongoServerError(INDEX_KEYS_CONFLICT, "IndexKeySpecsConflict", message);
    }

    static MongoServerError unindexed(String collection, long documents, Collection<String> fields, Collection<String> sort) {
        return new MongoServerError(
                NO_QUERY_EXECUTION_PLANS,
                "NoQueryExecutionPlans",
                "no index serves filter on " + fields + (sort.isEmpty() ? "" : " sorted by " + sort) + " in collection "
                        + collection + " of " + documents + " documents: create an index, or change the query");
    }
}
