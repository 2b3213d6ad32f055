package dev.lockstep.ingest.leaver;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.ne;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** Collections {@code held_leavers}, {@code _id} = {@code <source>/<key>}, and {@code held_snapshots}, {@code _id} = source. */
public final class MongoHeldLeavers implements HeldLeavers {
    private static final int BATCH = 1_000;
    private static final ReplaceOptions UPSERT = new ReplaceOptions().upsert(true);
    private final MongoCollection<Document> leavers;
    private final MongoCollection<Document> snapshots;

    public MongoHeldLeavers(MongoDatabase database) {
        this.leavers = database.getCollection("held_leavers");
        this.snapshots = database.getCollection("held_snapshots");
    }

    @Override
    public void replace(String source, String uploadId, long known, List<HeldLeaver> next, Instant now) {
        for (int from = 0; from < next.size(); from += BATCH) {
            leavers.bulkWrite(next.subList(from, Math.min(next.size(), from + BATCH)).stream()
                    .map(leaver -> new ReplaceOneModel<>(eq("_id", id(source, leaver.key())), new Document("_id", id(source, leaver.key()))
                            .append("n", leaver.n()).append("uploadId", uploadId).append("since", Date.from(leaver.since())), UPSERT)).toList(),
                    new BulkWriteOptions().ordered(false));
        }
        leavers.deleteMany(and(range(source), ne("uploadId", uploadId)));
        snapshots.replaceOne(eq("_id", source), new Document("_id", source).append("uploadId", uploadId).append("known", known)
                .append("since", Date.from(now)), UPSERT);
    }

    @Override
    public List<HeldLeaver> page(@Nullable String source, @Nullable String after, int limit) {
        List<Bson> which = new ArrayList<>();
        if (source != null) {
            which.add(range(source));
        }
        if (after != null) {
            which.add(gt("_id", after));
        }
        return leavers.find(which.isEmpty() ? new Document() : and(which)).sort(Sorts.ascending("_id")).limit(limit)
                .map(MongoHeldLeavers::leaver).into(new ArrayList<>());
    }

    @Override
    public List<HeldLeaver> find(String source, Collection<String> keys) {
        return leavers.find(in("_id", keys.stream().map(key -> id(source, key)).toList())).sort(Sorts.ascending("_id"))
                .map(MongoHeldLeavers::leaver).into(new ArrayList<>());
    }

    @Override
    public Optional<Held> of(String source) {
        Document snapshot = snapshots.find(eq("_id", source)).first();
        long held = snapshot == null ? 0 : leavers.countDocuments(range(source));
        if (snapshot == null || held == 0) {
            return Optional.empty();
        }
        Document approval = snapshot.get("approval", Document.class);
        return Optional.of(new Held(source, snapshot.getString("uploadId"), held, snapshot.getLong("known"), snapshot.getDate("since").toInstant(),
                approval == null ? null : new Approval(approval.getString("by"), approval.getString("what"), approval.getDate("at").toInstant())));
    }

    @Override
    public void approve(String source, @Nullable Approval approval) {
        snapshots.updateOne(eq("_id", source), approval == null ? Updates.unset("approval")
                : Updates.set("approval", new Document("by", approval.by()).append("what", approval.what()).append("at", Date.from(approval.at()))));
    }

    @Override
    public void remove(String source, Collection<String> keys) {
        leavers.deleteMany(in("_id", keys.stream().map(key -> id(source, key)).toList()));
    }

    @Override
    public void forget(String source) {
        leavers.deleteMany(range(source));
        snapshots.deleteOne(eq("_id", source));
    }

    /** {@code 0} is the character behind {@code /}, which no source id holds. */
    private static Bson range(String source) {
        return and(gt("_id", source + "/"), lt("_id", source + "0"));
    }

    private static String id(String source, String key) {
        return source + "/" + key;
    }

    private static HeldLeaver leaver(Document document) {
        String id = document.getString("_id");
        int slash = id.indexOf('/');
        return new HeldLeaver(id.substring(0, slash), id.substring(slash + 1), document.getLong("n"), document.getString("uploadId"),
                document.getDate("since").toInstant());
    }
}
