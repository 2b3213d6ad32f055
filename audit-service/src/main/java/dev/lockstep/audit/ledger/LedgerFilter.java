package dev.lockstep.audit.ledger;

import dev.lockstep.audit.fact.Action;
import dev.lockstep.audit.fact.Terms;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import org.bson.BsonRegularExpression;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * The store's filter of a query. The fields are fixed here and the given values only ever stand as values, so no input
 * becomes an operator. App, action, status and user are terms too, so that one index serves every combination; the condition
 * that is usually the most selective comes first, because an index on arrays can use only one.
 */
final class LedgerFilter {
    static final String TIME = "time";
    static final String TERMS = "terms";
    static final String CAUSES = "causes";
    static final String USER_KEY = "userKey";

    private final List<Document> conditions = new ArrayList<>();

    private LedgerFilter() {
    }

    static Document of(ActivityQuery query, @Nullable Position after) {
        LedgerFilter filter = new LedgerFilter();
        filter.cause(query.cause());
        filter.user(query.user());
        query.words().stream().sorted(Comparator.comparing(String::length).reversed())
                .forEach(word -> filter.add(TERMS, new BsonRegularExpression("^" + literally(word))));
        filter.kinds(query);
        filter.equal("status", query.status());
        filter.equal("app", query.app());
        filter.equal("action", query.action());
        filter.time(query, after);
        return new Document("$and", filter.conditions);
    }

    private void add(String field, Object condition) {
        conditions.add(new Document(field, condition));
    }

    private void cause(@Nullable String cause) {
        if (cause != null) {
            add(CAUSES, cause);
        }
    }

    private void user(@Nullable String user) {
        if (user != null) {
            add(TERMS, Terms.normal(user));
            conditions.add(new Document("$or", List.of(
                    new Document("objectId", user), new Document(USER_KEY, ActivityQuery.lower(user)))));
        }
    }

    private void kinds(ActivityQuery query) {
        String app = query.app();
        if (app != null && (query.action() != null || query.status() != null)) {
            List<String> kinds = new ArrayList<>();
            for (String action : query.action() == null ? Action.ALL : List.of(query.action())) {
                for (String status : query.status() == null ? Action.STATUSES : List.of(query.status())) {
                    kinds.add(Terms.kind(app, action, status));
                }
            }
            add(TERMS, new Document("$in", kinds));
        } else if (app != null) {
            add(TERMS, app);
        } else {
            if (query.status() != null && !query.status().equals(Action.SUCCESS)) {
                add(TERMS, query.status());
            }
            if (query.action() != null) {
                add(TERMS, Terms.normal(query.action()));
            }
        }
    }

    private void equal(String field, @Nullable String value) {
        if (value != null) {
            add(field, value);
        }
    }

    private void time(ActivityQuery query, @Nullable Position after) {
        // Always a range, so that a walk along the time index is one that the index serves, whatever else is asked.
        Document range = new Document("$gte", query.from() == null ? new Date(0) : Date.from(query.from()));
        if (query.to() != null) {
            range.append("$lt", Date.from(query.to()));
        }
        if (after != null) {
            range.append("$lte", Date.from(after.time()));
        }
        add(TIME, range);
        if (after != null) {
            conditions.add(new Document("$or", List.of(
                    new Document(TIME, new Document("$lt", Date.from(after.time()))),
                    new Document("_id", new Document("$lt", after.id())))));
        }
    }

    /** Escapes what a pattern could take for more than itself. */
    private static String literally(String word) {
        StringBuilder pattern = new StringBuilder(word.length() + 8);
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c < 128 && !Character.isLetterOrDigit(c)) {
                pattern.append('\\');
            }
            pattern.append(c);
        }
        return pattern.toString();
    }
}
