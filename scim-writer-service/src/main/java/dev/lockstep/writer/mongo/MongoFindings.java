package dev.lockstep.writer.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Sorts.ascending;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import dev.lockstep.kit.store.Indexes;
import dev.lockstep.writer.survey.Finding;
import dev.lockstep.writer.survey.Finding.Kind;
import dev.lockstep.writer.survey.Findings;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The collection {@code reconciliation_findings}. What was found is opaque bytes: nothing queries inside it. */
public final class MongoFindings implements Findings {
    private static final JsonMapper JSON = JsonMapper.shared();
    private final MongoCollection<Document> findings;

    public MongoFindings(MongoDatabase database) {
        this.findings = database.getCollection("reconciliation_findings");
    }

    public static Indexes indexes(Indexes indexes) {
        return indexes.on("reconciliation_findings", "run", "repaired").on("reconciliation_findings", "at");
    }

    @Override
    public void put(List<Finding> found) {
        if (!found.isEmpty()) {
            findings.bulkWrite(found.stream().map(finding -> new ReplaceOneModel<>(eq("_id", finding.id()), new Document("_id", finding.id())
                    .append("run", finding.run()).append("repaired", finding.repaired()).append("at", finding.at())
                    .append("finding", new Binary(JSON.writeValueAsBytes(finding))), new ReplaceOptions().upsert(true))).toList(), new BulkWriteOptions().ordered(false));
        }
    }

    @Override
    public List<Finding> list(String run, @Nullable Kind kind, @Nullable String after, int limit) {
        List<Finding> found = new ArrayList<>();
        findings.find(and(gt("_id", after != null ? after : first(run, kind)), lt("_id", end(run, kind)))).sort(ascending("_id")).limit(limit)
                .forEach(document -> found.add(JSON.readValue(document.get("finding", Binary.class).getData(), Finding.class)));
        return found;
    }

    private static String first(String run, @Nullable Kind kind) {
        return kind == null ? run + "/" : run + "/" + kind.word() + "/";
    }

    /** The character after the slash. */
    private static String end(String run, @Nullable Kind kind) {
        return kind == null ? run + "0" : run + "/" + kind.word() + "0";
    }

    @Override
    public long count(String run, Kind kind) {
        Bson ofKind = and(gt("_id", first(run, kind)), lt("_id", end(run, kind)));
        return findings.countDocuments(ofKind);
    }

    @Override
    public long repaired(String run) {
        return findings.countDocuments(and(eq("run", run), eq("repaired", true)));
    }

    @Override
    public void clear(String run) {
        findings.deleteMany(eq("run", run));
    }

    @Override
    public void dropBefore(long time) {
        findings.deleteMany(lt("at", time));
    }
}
