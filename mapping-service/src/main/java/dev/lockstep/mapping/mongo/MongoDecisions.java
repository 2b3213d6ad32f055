package dev.lockstep.mapping.mongo;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.WriteModel;
import dev.lockstep.contracts.DesiredAccount;
import dev.lockstep.contracts.ObjectType;
import dev.lockstep.kit.store.Indexes;
import dev.lockstep.mapping.desire.Decision;
import dev.lockstep.mapping.planning.DecisionStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** Collection {@code decisions}: one document per app and object, {@code _id} = {@code <app>/<objectId>}; of a membership {@code <app>/<group>/<member>}. */
final class MongoDecisions implements DecisionStore {
    private static final String COLLECTION = "decisions";
    private final MongoCollection<Document> decisions;

    MongoDecisions(MongoDatabase database) {
        decisions = database.getCollection(COLLECTION);
    }

    static Indexes indexes(Indexes indexes) {
        return indexes.on(COLLECTION, "app", "object");
    }

    @Override
    public Map<String, Decision> byIds(Collection<String> ids) {
        Map<String, Decision> found = HashMap.newHashMap(ids.size());
        for (Document document : decisions.find(Filters.in("_id", ids))) {
            found.put(document.getString("_id"), read(document));
        }
        return found;
    }

    @Override
    public void store(Collection<Step> steps) {
        List<WriteModel<Document>> writes = new ArrayList<>(steps.size());
        for (Step step : steps) {
            String id = step.decision().id();
            // Without a decision before, a document that exists all the same ends in a duplicate key.
            Bson guard = Filters.and(Filters.eq("_id", id), Filters.eq("version", step.before() == null ? -1L : step.before()));
            writes.add(new ReplaceOneModel<>(guard, write(step.decision()), new ReplaceOptions().upsert(step.before() == null)));
        }
        Documents.guarded(decisions, writes);
    }

    @Override
    public List<Decision> page(String app, @Nullable String afterObject, int limit) {
        Bson filter = Filters.eq("app", app);
        return decisions.find(afterObject == null ? filter : Filters.and(filter, Filters.gt("object", afterObject)))
                .sort(Sorts.ascending("app", "object")).limit(limit).map(MongoDecisions::read).into(new ArrayList<>());
    }

    private static Document write(Decision decision) {
        Document document = new Document("_id", decision.id()).append("app", decision.app()).append("object", decision.objectId())
                .append("version", decision.version()).append("hash", decision.hash()).append("reason", decision.reason())
                .append("trigger", decision.trigger());
        if (decision.state() != null) {
            document.append("state", decision.state().name());
        }
        if (decision.syncId() != null) {
            document.append("syncId", decision.syncId());
        }
        if (decision.type() != ObjectType.USER) {
            document.append("type", decision.type().name());
        }
        return decision.problems().isEmpty() ? document : document.append("problems", decision.problems());
    }

    private static Decision read(Document document) {
        String state = document.getString("state");
        String problems = document.getString("problems");
        String type = document.getString("type");
        return new Decision(document.getString("app"), document.getString("object"), Documents.number(document, "version"),
                state == null ? null : DesiredAccount.State.valueOf(state), document.getString("hash"), document.getString("reason"),
                document.getString("trigger"), document.getString("syncId"), problems == null ? "" : problems,
                type == null ? ObjectType.USER : ObjectType.valueOf(type));
    }
}
