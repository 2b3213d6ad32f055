package dev.lockstep.kit.consume;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoTimeoutException;
import dev.lockstep.kit.publish.NotPublished;
import org.apache.kafka.common.errors.RetriableException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;

/** Tells "store or broker are away" (wait) from "this record cannot be handled" (park). */
public final class Outage {
    private Outage() {
    }

    public static boolean isOutage(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof NotPublished
                    || cause instanceof RetriableException
                    || cause instanceof org.apache.kafka.common.errors.InterruptException
                    || cause instanceof InterruptedException
                    || cause instanceof DataAccessResourceFailureException
                    || cause instanceof TransientDataAccessException
                    || cause instanceof MongoSocketException
                    || cause instanceof MongoTimeoutException
                    || cause instanceof IllegalStateException closed && isClosing(closed)
                    || cause instanceof MongoException mongo && isTransient(mongo)) {
                return true;
            }
        }
        return false;
    }

    /** Driver and client say "state should be: open" while the process stops. */
    private static boolean isClosing(IllegalStateException e) {
        String message = e.getMessage();
        return message != null && (message.contains("state should be: open") || message.contains("closed"));
    }

    /** A write that the store refuses for what it is (a bad document, a duplicate) will be refused again. */
    private static boolean isTransient(MongoException e) {
        return !(e instanceof MongoCommandException || e instanceof MongoBulkWriteException
                || e instanceof com.mongodb.MongoWriteException);
    }
}
