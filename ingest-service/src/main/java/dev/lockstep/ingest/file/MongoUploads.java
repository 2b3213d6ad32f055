package dev.lockstep.ingest.file;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** Collections {@code uploads} ({@code _id} = {@code <source>/<upload>}, kept 90 days) and {@code upload_holds} ({@code _id} = source). */
final class MongoUploads implements Uploads {
    private static final long KEPT_DAYS = 90;
    private final MongoCollection<Document> uploads;
    private final MongoCollection<Document> holds;

    MongoUploads(MongoDatabase database) {
        this.uploads = database.getCollection("uploads");
        this.holds = database.getCollection("upload_holds");
        uploads.createIndex(new Document("startedAt", 1), new IndexOptions().expireAfter(KEPT_DAYS, TimeUnit.DAYS));
    }

    @Override
    public void save(Upload upload) {
        uploads.replaceOne(eq("_id", upload.source() + "/" + upload.id()), document(upload), new ReplaceOptions().upsert(true));
    }

    @Override
    public Optional<Upload> find(String source, String id) {
        return Optional.ofNullable(uploads.find(eq("_id", source + "/" + id)).first()).map(document -> upload(source, id, document));
    }

    @Override
    public boolean claim(String source, String id, Instant now, Instant until) {
        Bson lapsed = and(eq("_id", source), lt("until", Date.from(now)));
        try {
            holds.updateOne(lapsed, Updates.combine(Updates.set("upload", id), Updates.set("until", Date.from(until))), new UpdateOptions().upsert(true));
            return true;
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() == ErrorCategory.DUPLICATE_KEY) {
                return false;
            }
            throw e;
        } catch (MongoCommandException e) {
            if (ErrorCategory.fromErrorCode(e.getErrorCode()) == ErrorCategory.DUPLICATE_KEY) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public boolean renew(String source, String id, Instant until) {
        return holds.updateOne(and(eq("_id", source), eq("upload", id)), Updates.set("until", Date.from(until))).getMatchedCount() == 1;
    }

    @Override
    public void release(String source, String id) {
        holds.deleteOne(and(eq("_id", source), eq("upload", id)));
    }

    private static Document document(Upload upload) {
        Document ends = new Document();
        if (upload.ends() != null) {
            upload.ends().forEach((partition, offset) -> ends.append(partition.toString(), offset));
        }
        return new Document("_id", upload.source() + "/" + upload.id())
                .append("mode", upload.mode().name()).append("state", upload.state().name())
                .append("rows", upload.rows()).append("accepted", upload.accepted()).append("unchanged", upload.unchanged())
                .append("leavers", upload.leavers()).append("held", upload.held()).append("rejectedCount", upload.rejectedCount())
                .append("rejected", upload.rejected().stream().map(row -> new Document("row", row.row()).append("column", row.column())
                        .append("code", row.code()).append("message", row.message())).toList())
                .append("ends", upload.ends() == null ? null : ends).append("takenIn", upload.takenIn())
                .append("startedAt", Date.from(upload.startedAt())).append("updatedAt", Date.from(upload.updatedAt()))
                .append("failure", upload.failure() == null ? null
                        : new Document("code", upload.failure().code()).append("message", upload.failure().message()));
    }

    private static Upload upload(String source, String id, Document d) {
        List<Upload.RejectedRow> rejected = d.getList("rejected", Document.class).stream().map(row -> new Upload.RejectedRow(
                row.getInteger("row"), row.getString("column"), row.getString("code"), row.getString("message"))).toList();
        Document failure = d.get("failure", Document.class);
        return new Upload(source, id, Upload.Mode.valueOf(d.getString("mode")), Upload.State.valueOf(d.getString("state")),
                d.getLong("rows"), d.getLong("accepted"), d.getLong("unchanged"), d.getLong("leavers"), d.getLong("held"), d.getLong("rejectedCount"),
                rejected, ends(d.get("ends", Document.class)), d.getBoolean("takenIn"), d.getDate("startedAt").toInstant(), d.getDate("updatedAt").toInstant(),
                failure == null ? null : new Upload.Failure(failure.getString("code"), failure.getString("message")));
    }

    private static @Nullable Map<Integer, Long> ends(@Nullable Document document) {
        if (document == null) {
            return null;
        }
        Map<Integer, Long> ends = new HashMap<>();
        document.forEach((partition, offset) -> ends.put(Integer.valueOf(partition), (Long) offset));
        return ends;
    }
}
