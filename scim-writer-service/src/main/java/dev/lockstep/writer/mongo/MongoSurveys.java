package dev.lockstep.writer.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Sorts.descending;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.UpdateOptions;
import dev.lockstep.kit.store.Indexes;
import dev.lockstep.writer.survey.Survey;
import dev.lockstep.writer.survey.Survey.Counts;
import dev.lockstep.writer.survey.Survey.Step;
import dev.lockstep.writer.survey.Surveys;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** The collections {@code reconciliations} and {@code reconciliation_schedule}. */
public final class MongoSurveys implements Surveys {
    private static final FindOneAndUpdateOptions AFTER = new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER);

    private final MongoCollection<Document> surveys;
    private final MongoCollection<Document> schedule;

    public MongoSurveys(MongoDatabase database) {
        this.surveys = database.getCollection("reconciliations");
        this.schedule = database.getCollection("reconciliation_schedule");
    }

    /** {@code active} is the app while it is open, and the own id then: so an app has at most one. */
    public static Indexes indexes(Indexes indexes) {
        return indexes.unique("reconciliations", "active").on("reconciliations", "app", "startedAt").on("reconciliations", "open", "leaseUntil")
                .on("reconciliations", "open", "startedAt");
    }

    @Override
    public boolean begin(Survey survey) {
        try {
            surveys.insertOne(state(new Document("_id", survey.id()), survey).append("app", survey.app()).append("by", survey.by())
                    .append("dryRun", survey.dryRun()).append("confirm", survey.confirm()).append("startedAt", survey.startedAt())
                    .append("cancelled", false).append("turn", survey.turn()).append("leaseUntil", 0L));
            return true;
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() == ErrorCategory.DUPLICATE_KEY) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public Optional<Survey> find(String id) {
        return Optional.ofNullable(surveys.find(eq("_id", id)).first()).map(MongoSurveys::survey);
    }

    @Override
    public List<Survey> of(String app, @Nullable Long before, int limit) {
        List<Survey> found = new ArrayList<>();
        Bson filter = before == null ? eq("app", app) : and(eq("app", app), lt("startedAt", before));
        surveys.find(filter).sort(descending("startedAt")).limit(limit).forEach(document -> found.add(survey(document)));
        return found;
    }

    @Override
    public Optional<Survey> lease(String owner, long now, long until) {
        return Optional.ofNullable(surveys.findOneAndUpdate(and(eq("open", true), lt("leaseUntil", now)),
                new Document("$set", new Document("owner", owner).append("leaseUntil", until)).append("$inc", new Document("turn", 1L)), AFTER)).map(MongoSurveys::survey);
    }

    @Override
    public Optional<Survey> renew(Survey survey, long until) {
        return Optional.ofNullable(surveys.findOneAndUpdate(inHand(survey), new Document("$set", new Document("leaseUntil", until)), AFTER)).map(MongoSurveys::survey);
    }

    @Override
    public boolean save(Survey survey, long until) {
        return surveys.updateOne(inHand(survey), new Document("$set", state(new Document("leaseUntil", until), survey))).getMatchedCount() == 1;
    }

    private static Bson inHand(Survey survey) {
        return and(eq("_id", survey.id()), eq("turn", survey.turn()));
    }

    @Override
    public boolean cancel(String id) {
        return surveys.updateOne(and(eq("_id", id), eq("ended", false)), new Document("$set", new Document("cancelled", true))).getMatchedCount() == 1;
    }

    @Override
    public long scheduledSince(String app, long now) {
        schedule.updateOne(eq("_id", app), new Document("$setOnInsert", new Document("since", now)), new UpdateOptions().upsert(true));
        return Objects.requireNonNull(schedule.find(eq("_id", app)).first()).getLong("since");
    }

    @Override
    public List<String> remove(String app) {
        List<String> ids = new ArrayList<>();
        surveys.find(eq("app", app)).projection(new Document("_id", 1)).forEach(document -> ids.add(document.getString("_id")));
        surveys.deleteMany(eq("app", app));
        schedule.deleteOne(eq("_id", app));
        return ids;
    }

    @Override
    public void dropBefore(long time) {
        surveys.deleteMany(and(eq("open", false), lt("startedAt", time)));
    }

    private static Document state(Document document, Survey survey) {
        Counts counts = survey.counts();
        return document.append("active", survey.open() ? survey.app() : survey.id()).append("open", survey.open()).append("ended", survey.step().isEnd())
                .append("step", survey.step().name()).append("next", survey.next()).append("total", survey.total()).append("listed", survey.listed())
                .append("linked", survey.linked()).append("skipped", survey.skipped()).append("cursor", survey.cursor()).append("reason", survey.reason())
                .append("endedAt", survey.endedAt()).append("counts", List.of(counts.drifted(), counts.vanished(), counts.orphans(), counts.duplicates(), counts.repaired()));
    }

    private static Survey survey(Document d) {
        List<Long> counts = d.getList("counts", Long.class);
        return new Survey(d.getString("_id"), d.getString("app"), d.getString("by"), d.getBoolean("dryRun"), d.getBoolean("confirm"), Step.valueOf(d.getString("step")),
                d.getLong("next"), d.getLong("total"), d.getLong("listed"), d.getLong("linked"), d.getLong("skipped"), d.getString("cursor"), d.getString("reason"),
                new Counts(counts.get(0), counts.get(1), counts.get(2), counts.get(3), counts.get(4)), d.getLong("startedAt"), d.getLong("endedAt"),
                d.getBoolean("open"), d.getBoolean("cancelled"), d.getLong("turn"));
    }
}
