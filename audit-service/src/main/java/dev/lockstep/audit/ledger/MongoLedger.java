package dev.lockstep.audit.ledger;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoCommandException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.InsertManyOptions;
import dev.lockstep.audit.fact.Action;
import dev.lockstep.audit.fact.Fact;
import dev.lockstep.audit.fact.Terms;
import dev.lockstep.kit.store.Indexes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;

/** One document per fact, {@code _id} = its id: what is there is never written again. */
public final class MongoLedger implements Ledger {
    private static final String COLLECTION = "ledger";
    private static final int DUPLICATE = 11_000;
    /** IndexOptionsConflict and IndexKeySpecsConflict. */
    private static final Set<Integer> INDEX_CONFLICTS = Set.of(85, 86);
    private static final int STEP = 500;
    private static final String BODY = "body";
    private static final Document NEWEST_FIRST = new Document(LedgerFilter.TIME, -1).append("_id", -1);

    private final MongoDatabase database;
    private final MongoCollection<Document> ledger;

    /** @param retention how long facts are kept */
    public MongoLedger(MongoDatabase database, Duration retention) {
        this.database = database;
        ledger = database.getCollection(COLLECTION);
        new Indexes()
                .on(COLLECTION, "-time", "-_id")
                .on(COLLECTION, LedgerFilter.TERMS, "-time", "-_id")
                .on(COLLECTION, LedgerFilter.CAUSES, "-time", "-_id")
                .create(database);
        expireAfter(retention);
    }

    /** A retention other than the one of the last start replaces it. */
    private void expireAfter(Duration retention) {
        Document key = new Document(LedgerFilter.TIME, 1);
        IndexOptions options = new IndexOptions().name("retention").expireAfter(retention.toSeconds(), TimeUnit.SECONDS);
        try {
            ledger.createIndex(key, options);
        } catch (MongoCommandException e) {
            if (!INDEX_CONFLICTS.contains(e.getErrorCode())) {
                throw e;
            }
            ledger.dropIndex("retention");
            ledger.createIndex(key, options);
        }
    }

    @Override
    public Set<String> append(List<Fact> facts) {
        Map<String, Document> documents = new LinkedHashMap<>();
        for (Fact fact : facts) {
            documents.putIfAbsent(fact.id(), document(fact));
        }
        if (documents.isEmpty()) {
            return Set.of();
        }
        List<String> ids = List.copyOf(documents.keySet());
        Set<String> added = new HashSet<>(ids);
        try {
            ledger.insertMany(List.copyOf(documents.values()), new InsertManyOptions().ordered(false));
        } catch (MongoBulkWriteException e) {
            if (e.getWriteConcernError() != null) {
                throw new DataAccessResourceFailureException("the ledger's write was not confirmed by the majority");
            }
            if (e.getWriteErrors().stream().anyMatch(error -> error.getCode() != DUPLICATE)) {
                throw e;
            }
            for (BulkWriteError known : e.getWriteErrors()) {
                added.remove(ids.get(known.getIndex()));
            }
        }
        return added;
    }

    private static Document document(Fact fact) {
        Document document = new Document("_id", fact.id())
                .append(LedgerFilter.TIME, Date.from(fact.time()))
                .append("action", fact.action())
                .append("status", fact.status());
        if (fact.app() != null) {
            document.append("app", fact.app());
        }
        if (fact.objectId() != null) {
            document.append("objectId", fact.objectId());
        }
        if (fact.userName() != null) {
            document.append(LedgerFilter.USER_KEY, ActivityQuery.lower(fact.userName()));
        }
        return document.append(LedgerFilter.TERMS, Terms.of(fact))
                .append(LedgerFilter.CAUSES, fact.causes())
                .append(BODY, FactJson.write(fact));
    }

    @Override
    public Optional<Fact> find(String id) {
        return Optional.ofNullable(ledger.find(new Document("_id", id)).first()).map(MongoLedger::fact);
    }

    @Override
    public List<Fact> page(ActivityQuery query, @Nullable Position after, int limit) {
        List<Fact> page = new ArrayList<>(Math.min(limit, STEP));
        ledger.find(LedgerFilter.of(query, after)).sort(NEWEST_FIRST).limit(limit).batchSize(limit)
                .forEach(document -> page.add(fact(document)));
        return page;
    }

    /**
     * Page by page, so that neither side holds more than one. Words alone lead to matches in no order, which would have to
     * be sorted again for each page: then the whole time range is walked once and the words are compared here.
     */
    @Override
    public void each(ActivityQuery query, Consumer<Fact> sink) {
        boolean walk = !query.words().isEmpty() && query.user() == null && query.cause() == null;
        ActivityQuery asked = walk ? query.withoutWords() : query;
        Position after = null;
        List<Fact> page;
        do {
            page = page(asked, after, STEP);
            page.stream().filter(fact -> !walk || query.matches(fact)).forEach(sink);
            after = page.isEmpty() ? null : Position.of(page.getLast());
        } while (page.size() == STEP);
    }

    /** Answered from the index alone. */
    @Override
    public List<Count> counts(String app, Instant from) {
        List<Count> counts = new ArrayList<>();
        for (String action : Action.ALL) {
            for (String status : Action.STATUSES) {
                Document kind = new Document(LedgerFilter.TERMS, Terms.kind(app, action, status))
                        .append(LedgerFilter.TIME, new Document("$gte", Date.from(from)));
                Document answer = database.runCommand(new Document("count", COLLECTION).append("query", kind));
                long count = ((Number) answer.get("n")).longValue();
                if (count > 0) {
                    counts.add(new Count(action, status, count));
                }
            }
        }
        return counts;
    }

    private static Fact fact(Document document) {
        return FactJson.read(document.getString(BODY));
    }
}
