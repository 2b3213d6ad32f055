package dev.lockstep.ingest.row;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.WriteModel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.bson.Document;
import org.bson.conversions.Bson;

/** Rows in collection {@code snapshot_rows}, {@code _id} = {@code <source>/<key>}; a range of ids is one source. */
public final class MongoRowBook implements RowBook {
    private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);
    private static final ReplaceOptions UPSERT = new ReplaceOptions().upsert(true);
    private final MongoCollection<Document> rows;

    public MongoRowBook(MongoDatabase database) {
        this.rows = database.getCollection("snapshot_rows");
    }

    @Override
    public Map<String, Known> find(String source, Collection<String> keys) {
        Map<String, Known> found = HashMap.newHashMap(keys.size());
        int skip = source.length() + 1;
        rows.find(in("_id", keys.stream().map(key -> id(source, key)).toList())).batchSize(1_000)
                .forEach(row -> found.put(row.getString("_id").substring(skip), known(row)));
        return found;
    }

    @Override
    public void remember(String source, List<Entry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        List<WriteModel<Document>> writes = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            // A row that is there, or has another n, makes the insert or upsert collide, which names it.
            String id = id(source, entry.key());
            writes.add(entry.before().n() == 0 ? new InsertOneModel<>(document(id, entry.after()))
                    : new ReplaceOneModel<>(and(eq("_id", id), eq("n", entry.before().n())), document(id, entry.after()), UPSERT));
        }
        try {
            rows.bulkWrite(writes, UNORDERED);
        } catch (MongoBulkWriteException e) {
            rows.bulkWrite(uncertain(source, entries, e), UNORDERED);
        }
    }

    private static List<WriteModel<Document>> uncertain(String source, List<Entry> entries, MongoBulkWriteException failure) {
        List<WriteModel<Document>> writes = new ArrayList<>();
        for (BulkWriteError error : failure.getWriteErrors()) {
            if (error.getCategory() != ErrorCategory.DUPLICATE_KEY) {
                throw failure;
            }
            Bson row = eq("_id", id(source, entries.get(error.getIndex()).key()));
            writes.add(new UpdateOneModel<>(row, Updates.combine(Updates.set("h", ""), Updates.inc("n", 1L))));
        }
        if (writes.isEmpty()) {
            throw failure;
        }
        return writes;
    }

    @Override
    public void each(String source, BiConsumer<String, Known> visitor) {
        int skip = source.length() + 1;
        rows.find(range(source)).sort(Sorts.ascending("_id")).batchSize(2_000)
                .forEach(row -> visitor.accept(row.getString("_id").substring(skip), known(row)));
    }

    @Override
    public void forget(String source) {
        rows.deleteMany(range(source));
    }

    /** {@code 0} is the character behind {@code /}, which no source id holds. */
    private static Bson range(String source) {
        return and(gt("_id", source + "/"), lt("_id", source + "0"));
    }

    private static String id(String source, String key) {
        return source + "/" + key;
    }

    private static Document document(String id, Known known) {
        return new Document("_id", id).append("n", known.n()).append("h", known.hash()).append("p", known.present()).append("s", known.snapshot());
    }

    private static Known known(Document row) {
        return new Known(row.getLong("n"), row.getString("h"), row.getBoolean("p"), row.getBoolean("s"));
    }
}
