package dev.lockstep.audit.notify;

import com.mongodb.DuplicateKeyException;
import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import dev.lockstep.audit.notify.Episode.Mail;
import dev.lockstep.kit.store.Indexes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** One document per app and code, {@code _id} = {@code <app>|<code>}; a new episode takes the old one's place. */
public final class MongoEpisodes implements Episodes {
    private static final String COLLECTION = "episodes";

    private final MongoCollection<Document> episodes;
    private final Duration quiet;

    /** @param quiet an episode without a failure for this long is over */
    public MongoEpisodes(MongoDatabase database, Duration quiet) {
        this.quiet = quiet;
        episodes = database.getCollection(COLLECTION);
        new Indexes().on(COLLECTION, "app").on(COLLECTION, "mail", "dueAt").on(COLLECTION, "hook", "hookDueAt").create(database);
    }

    @Override
    public void note(Failure failure, Instant now) {
        if (!count(failure) && !reopen(failure, now) && !open(failure, now)) {
            // Another replica opened it in between, or the failure is an old one told again.
            count(failure);
        }
    }

    private boolean count(Failure failure) {
        Document current = new Document("_id", id(failure.app(), failure.code())).append("closedAt", null)
                .append("lastAt", new Document("$gte", Date.from(failure.firstAt().minus(quiet))));
        return episodes.updateOne(current, new Document("$inc", new Document("count", failure.count()))
                .append("$max", new Document("lastAt", Date.from(failure.lastAt())))).getMatchedCount() > 0;
    }

    private boolean reopen(Failure failure, Instant now) {
        Document over = new Document("_id", id(failure.app(), failure.code())).append("$or", List.of(
                new Document("closedAt", new Document("$lt", Date.from(failure.lastAt()))),
                new Document("closedAt", null)
                        .append("lastAt", new Document("$lt", Date.from(failure.firstAt().minus(quiet))))));
        return episodes.updateOne(over, new Document("$set", opened(failure, now))
                .append("$unset", new Document("closedAt", "").append("mailedAt", "").append("note", "").append("hookedAt", "").append("hookNote", ""))).getMatchedCount() > 0;
    }

    private boolean open(Failure failure, Instant now) {
        try {
            Document document = new Document("_id", id(failure.app(), failure.code()));
            document.putAll(opened(failure, now));
            episodes.insertOne(document);
            return true;
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() == ErrorCategory.DUPLICATE_KEY) {
                return false;
            }
            throw e;
        } catch (DuplicateKeyException e) {
            return false;
        }
    }

    private static Document opened(Failure failure, Instant now) {
        return new Document("app", failure.app()).append("code", failure.code()).append("type", failure.type())
                .append("message", failure.message()).append("openedAt", Date.from(failure.firstAt()))
                .append("lastAt", Date.from(failure.lastAt())).append("count", (long) Math.max(1, failure.count()))
                .append("mail", Mail.DUE.name()).append("dueAt", Date.from(now)).append("attempts", 0)
                .append("hook", Hook.State.DUE.name()).append("hookFrom", Date.from(now)).append("hookDueAt", Date.from(now)).append("hookAttempts", 0);
    }

    @Override
    public void recovered(String app, Instant at) {
        episodes.updateMany(new Document("app", app).append("closedAt", null)
                        .append("lastAt", new Document("$lte", Date.from(at))),
                new Document("$set", new Document("closedAt", Date.from(at))));
    }

    @Override
    public Optional<Episode> claim(Instant now) {
        Document claimed = episodes.findOneAndUpdate(
                new Document("mail", Mail.DUE.name()).append("dueAt", new Document("$lte", Date.from(now))),
                new Document("$set", new Document("mail", Mail.SENDING.name())).append("$inc", new Document("attempts", 1)),
                new FindOneAndUpdateOptions().sort(new Document("dueAt", 1)).returnDocument(ReturnDocument.AFTER));
        return Optional.ofNullable(claimed).map(MongoEpisodes::episode);
    }

    @Override
    public void sent(Episode claimed, Instant at) {
        settle(claimed, new Document("mail", Mail.SENT.name()).append("mailedAt", Date.from(at)));
    }

    @Override
    public void skipped(Episode claimed, String why) {
        settle(claimed, new Document("mail", Mail.SKIPPED.name()).append("note", why));
    }

    @Override
    public void postponed(Episode claimed, Instant dueAt, String why) {
        settle(claimed, new Document("mail", Mail.DUE.name()).append("dueAt", Date.from(dueAt)).append("note", why));
    }

    private void settle(Episode claimed, Document state) {
        episodes.updateOne(new Document("_id", id(claimed.app(), claimed.code()))
                .append("openedAt", Date.from(claimed.openedAt())).append("mail", Mail.SENDING.name()), new Document("$set", state));
    }

    @Override
    public Optional<Episode> claimHook(Instant now, Duration lease) {
        Document claimed = episodes.findOneAndUpdate(
                new Document("hook", Hook.State.DUE.name()).append("hookDueAt", new Document("$lte", Date.from(now))),
                new Document("$set", new Document("hookDueAt", Date.from(now.plus(lease)))).append("$inc", new Document("hookAttempts", 1)),
                new FindOneAndUpdateOptions().sort(new Document("hookDueAt", 1)).returnDocument(ReturnDocument.AFTER));
        return Optional.ofNullable(claimed).map(MongoEpisodes::episode);
    }

    @Override
    public void hook(Episode claimed, Hook outcome) {
        Document state = new Document("hook", outcome.state().name()).append("hookDueAt", Date.from(outcome.dueAt())).append("hookNote", outcome.note())
                .append("hookedAt", outcome.doneAt() == null ? null : Date.from(outcome.doneAt()));
        episodes.updateOne(new Document("_id", id(claimed.app(), claimed.code())).append("openedAt", Date.from(claimed.openedAt()))
                .append("hook", Hook.State.DUE.name()).append("hookAttempts", outcome.attempts()), new Document("$set", state));
    }

    @Override
    public List<Episode> of(String app) {
        List<Episode> found = new ArrayList<>();
        episodes.find(new Document("app", app)).forEach(document -> found.add(episode(document)));
        found.sort(Comparator.comparing(Episode::openedAt).reversed());
        return found;
    }

    private static String id(String app, String code) {
        return app + "|" + code;
    }

    private static Episode episode(Document d) {
        return new Episode(d.getString("app"), d.getString("code"), d.getString("type"), d.getString("message"),
                d.getDate("openedAt").toInstant(), d.getDate("lastAt").toInstant(), ((Number) d.get("count")).longValue(),
                instant(d, "closedAt"), Mail.valueOf(d.getString("mail")), d.getDate("dueAt").toInstant(),
                ((Number) d.get("attempts")).intValue(), instant(d, "mailedAt"), d.getString("note"), hook(d));
    }

    private static @Nullable Hook hook(Document d) {
        return d.getString("hook") == null ? null
                : new Hook(Hook.State.valueOf(d.getString("hook")), d.getDate("hookFrom").toInstant(), d.getDate("hookDueAt").toInstant(),
                        ((Number) d.get("hookAttempts")).intValue(), instant(d, "hookedAt"), d.getString("hookNote"));
    }

    private static @Nullable Instant instant(Document document, String field) {
        Date date = document.getDate(field);
        return date == null ? null : date.toInstant();
    }
}
