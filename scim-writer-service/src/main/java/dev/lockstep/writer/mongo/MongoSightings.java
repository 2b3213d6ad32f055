package dev.lockstep.writer.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Sorts.ascending;

import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import dev.lockstep.kit.store.Indexes;
import dev.lockstep.writer.survey.Sighting;
import dev.lockstep.writer.survey.Sightings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** The collection {@code surveyed}: one document for an account that a reconciliation under way has seen. */
public final class MongoSightings implements Sightings {
    private final MongoCollection<Document> surveyed;

    public MongoSightings(MongoDatabase database) {
        this.surveyed = database.getCollection("surveyed");
    }

    public static Indexes indexes(Indexes indexes) {
        indexes.on("surveyed", "run", "page");
        for (Sighting.Key key : Sighting.Key.values()) {
            indexes.on("surveyed", "run", field(key));
        }
        return indexes;
    }

    /** The values in lower case. */
    private static String field(Sighting.Key key) {
        return switch (key) {
            case USER_NAME -> "byUserName";
            case EXTERNAL_ID -> "byExternalId";
            case EMAIL -> "byEmail";
        };
    }

    @Override
    public void note(String run, long page, List<Sighting> accounts) {
        if (accounts.isEmpty()) {
            return;
        }
        surveyed.bulkWrite(accounts.stream().map(account -> {
            Document document = new Document("_id", run + "/" + account.id()).append("run", run).append("page", page).append("id", account.id())
                    .append("userName", account.userName()).append("externalId", account.externalId()).append("email", account.email());
            for (Sighting.Key key : Sighting.Key.values()) {
                document.append(field(key), account.value(key));
            }
            return new ReplaceOneModel<>(eq("_id", document.getString("_id")), document, new ReplaceOptions().upsert(true));
        }).toList(), new BulkWriteOptions().ordered(false));
    }

    @Override
    public Map<String, Long> pages(String run, Collection<String> ids) {
        Map<String, Long> pages = new HashMap<>();
        if (!ids.isEmpty()) {
            surveyed.find(in("_id", ids.stream().map(id -> run + "/" + id).toList())).forEach(document -> pages.put(document.getString("id"), document.getLong("page")));
        }
        return pages;
    }

    @Override
    public void forgetFrom(String run, long page) {
        surveyed.deleteMany(and(eq("run", run), gte("page", page)));
    }

    @Override
    public long count(String run) {
        return surveyed.countDocuments(eq("run", run));
    }

    @Override
    public List<Sighting> after(String run, @Nullable String id, int limit) {
        return sightings(surveyed.find(and(gt("_id", run + "/" + (id == null ? "" : id)), lt("_id", run + "0"))).sort(ascending("_id")).limit(limit));
    }

    @Override
    public List<Sighting> having(String run, Sighting.Key key, Collection<String> values, int limit) {
        return sightings(surveyed.find(and(eq("run", run), in(field(key), values))).limit(limit));
    }

    private static List<Sighting> sightings(FindIterable<Document> documents) {
        List<Sighting> found = new ArrayList<>();
        documents.forEach(d -> found.add(new Sighting(d.getString("id"), d.getString("userName"), d.getString("externalId"), d.getString("email"))));
        return found;
    }

    @Override
    public void clear(String run) {
        surveyed.deleteMany(eq("run", run));
    }
}
