package dev.lockstep.mapping.mongo;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import dev.lockstep.kit.store.Indexes;
import dev.lockstep.mapping.planning.AssignmentStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** Collection {@code assignments}: one document per app and principal, kept when the assignment ends. */
final class MongoAssignments implements AssignmentStore {
    private static final String COLLECTION = "assignments";
    private final MongoCollection<Document> assignments;

    MongoAssignments(MongoDatabase database) {
        assignments = database.getCollection(COLLECTION);
    }

    static Indexes indexes(Indexes indexes) {
        return indexes.on(COLLECTION, "principal", "present").on(COLLECTION, "app", "present", "_id").on(COLLECTION, "settled");
    }

    @Override
    public Optional<Assignment> byId(String id) {
        return Optional.ofNullable(assignments.find(Filters.eq("_id", id)).map(MongoAssignments::read).first());
    }

    @Override
    public boolean save(Assignment assignment) {
        Document document = write(assignment);
        if (assignment.version() > 1) {
            return assignments.replaceOne(Filters.and(Filters.eq("_id", assignment.id()),
                    Filters.eq("version", assignment.version() - 1)), document).getMatchedCount() == 1;
        }
        try {
            assignments.insertOne(document);
            return true;
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() == ErrorCategory.DUPLICATE_KEY) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public void settled(Assignment assignment) {
        assignments.updateOne(Filters.and(Filters.eq("_id", assignment.id()), Filters.eq("version", assignment.version())),
                Updates.set("settled", true));
    }

    @Override
    public List<Assignment> unsettled(int limit) {
        return assignments.find(Filters.eq("settled", false)).limit(limit).map(MongoAssignments::read).into(new ArrayList<>());
    }

    @Override
    public Map<String, Set<String>> appsOf(Collection<String> principals) {
        Map<String, Set<String>> found = new HashMap<>();
        if (principals.isEmpty()) {
            return found;
        }
        Bson filter = Filters.and(Filters.in("principal", principals), Filters.eq("present", true));
        for (Document document : assignments.find(filter).projection(Projections.include("app", "principal"))) {
            found.computeIfAbsent(document.getString("principal"), id -> new HashSet<>()).add(document.getString("app"));
        }
        return found;
    }

    @Override
    public List<Assignment> page(String app, @Nullable String after, int limit) {
        Bson filter = Filters.and(Filters.eq("app", app), Filters.eq("present", true));
        return assignments.find(after == null ? filter : Filters.and(filter, Filters.gt("_id", after)))
                .sort(Sorts.ascending("app", "present", "_id")).limit(limit).map(MongoAssignments::read).into(new ArrayList<>());
    }

    @Override
    public void removeAll(String app) {
        assignments.deleteMany(Filters.eq("app", app));
    }

    private static Document write(Assignment assignment) {
        return new Document("_id", assignment.id()).append("app", assignment.app()).append("kind", assignment.kind().name())
                .append("principal", assignment.principalId()).append("present", assignment.present())
                .append("version", assignment.version()).append("settled", assignment.settled())
                .append("changedBy", assignment.changedBy()).append("changedAt", Documents.date(assignment.changedAt()));
    }

    private static Assignment read(Document document) {
        return new Assignment(document.getString("app"), Kind.valueOf(document.getString("kind")), document.getString("principal"),
                document.getBoolean("present"), Documents.number(document, "version"), document.getBoolean("settled"),
                document.getString("changedBy"), Documents.instant(document, "changedAt"));
    }
}
