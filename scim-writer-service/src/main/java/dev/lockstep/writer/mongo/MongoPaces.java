package dev.lockstep.writer.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import dev.lockstep.writer.delivery.Paces;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.bson.Document;
import org.bson.conversions.Bson;

/** The collection {@code paces}: one document per app, compare-and-set. */
public final class MongoPaces implements Paces {
    private final MongoCollection<Document> paces;

    public MongoPaces(MongoDatabase database) {
        this.paces = database.getCollection("paces");
    }

    @Override
    public long reserve(String app, long now, int calls, long intervalMicros) {
        while (true) {
            long taken = document(app).getLong("next");
            long first = Math.max(now, taken);
            if (set(and(eq("_id", app), eq("next", taken)), new Document("next", first + calls * intervalMicros))) {
                return first;
            }
        }
    }

    @Override
    public void pause(String app, long until) {
        document(app);
        set(and(eq("_id", app), lt("until", until)), new Document("until", until));
    }

    @Override
    public void cut(String app, double rate, long at, long cutBefore) {
        document(app);
        set(and(eq("_id", app), lt("cutAt", cutBefore)), new Document("rate", rate).append("cutAt", at));
    }

    @Override
    public Map<String, Pace> of(Collection<String> apps) {
        Map<String, Pace> found = new HashMap<>();
        paces.find(in("_id", apps)).forEach(d -> found.put(d.getString("_id"), new Pace(d.getLong("until"), d.getDouble("rate"), d.getLong("cutAt"))));
        return found;
    }

    @Override
    public void removeApp(String app) {
        paces.deleteOne(eq("_id", app));
    }

    private boolean set(Bson guard, Document values) {
        return paces.updateOne(guard, new Document("$set", values)).getMatchedCount() == 1;
    }

    private Document document(String app) {
        Document known = paces.find(eq("_id", app)).first();
        if (known != null) {
            return known;
        }
        Document fresh = new Document("_id", app).append("next", 0L).append("until", 0L).append("rate", 0.0).append("cutAt", 0L);
        try {
            paces.insertOne(fresh);
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
                throw e;
            }
        }
        return fresh;
    }
}
