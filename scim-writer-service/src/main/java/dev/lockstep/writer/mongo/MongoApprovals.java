package dev.lockstep.writer.mongo;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.ReplaceOptions;
import dev.lockstep.writer.delivery.Approvals;
import java.util.Optional;
import org.bson.Document;

/** The collection {@code approvals}. */
public final class MongoApprovals implements Approvals {
    private final MongoCollection<Document> approvals;

    public MongoApprovals(MongoDatabase database) {
        this.approvals = database.getCollection("approvals");
    }

    @Override
    public Optional<Approval> of(String app) {
        return Optional.ofNullable(approvals.find(eq("_id", app)).first())
                .map(d -> new Approval(d.getString("by"), d.getString("what"), d.getString("reason"), d.getLong("at")));
    }

    @Override
    public void put(String app, Approval approval) {
        approvals.replaceOne(eq("_id", app), new Document("_id", app).append("by", approval.by()).append("what", approval.what())
                .append("reason", approval.reason()).append("at", approval.at()), new ReplaceOptions().upsert(true));
    }

    @Override
    public void clear(String app) {
        approvals.deleteOne(eq("_id", app));
    }
}
