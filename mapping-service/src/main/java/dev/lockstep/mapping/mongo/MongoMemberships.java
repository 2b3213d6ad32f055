package dev.lockstep.mapping.mongo;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.WriteModel;
import dev.lockstep.kit.store.Indexes;
import dev.lockstep.mapping.directory.Membership;
import dev.lockstep.mapping.planning.MembershipStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** Collection {@code memberships}: one document per edge, {@code _id} = {@code <group>|<member>}. */
final class MongoMemberships implements MembershipStore {
    private static final String COLLECTION = "memberships";
    private final MongoCollection<Document> edges;

    MongoMemberships(MongoDatabase database) {
        edges = database.getCollection(COLLECTION);
    }

    static Indexes indexes(Indexes indexes) {
        return indexes.on(COLLECTION, "group", "present", "member").on(COLLECTION, "member", "present");
    }

    @Override
    public Map<String, Membership> byIds(Collection<String> ids) {
        Map<String, Membership> found = HashMap.newHashMap(ids.size());
        for (Document document : edges.find(Filters.in("_id", ids))) {
            found.put(document.getString("_id"), read(document));
        }
        return found;
    }

    @Override
    public void store(Collection<Membership> changed) {
        List<WriteModel<Document>> writes = new ArrayList<>(changed.size());
        for (Membership edge : changed) {
            writes.add(new ReplaceOneModel<>(Filters.eq("_id", edge.id()), write(edge), new ReplaceOptions().upsert(true)));
        }
        edges.bulkWrite(writes, new BulkWriteOptions().ordered(false));
    }

    @Override
    public Map<String, Set<String>> groupsOf(Collection<String> members) {
        return present("member", members, "group");
    }

    @Override
    public Map<String, Set<String>> membersOf(Collection<String> groups) {
        return present("group", groups, "member");
    }

    private Map<String, Set<String>> present(String by, Collection<String> ids, String other) {
        Map<String, Set<String>> found = new HashMap<>();
        if (ids.isEmpty()) {
            return found;
        }
        Bson filter = Filters.and(Filters.in(by, ids), Filters.eq("present", true));
        for (Document document : edges.find(filter).projection(Projections.include(by, other))) {
            found.computeIfAbsent(document.getString(by), id -> new LinkedHashSet<>()).add(document.getString(other));
        }
        return found;
    }

    @Override
    public List<String> page(String group, @Nullable String after, int limit) {
        Bson filter = Filters.and(Filters.eq("group", group), Filters.eq("present", true));
        return edges.find(after == null ? filter : Filters.and(filter, Filters.gt("member", after)))
                .sort(Sorts.ascending("group", "present", "member")).limit(limit).map(d -> d.getString("member")).into(new ArrayList<>());
    }

    private static Document write(Membership edge) {
        Document document = new Document("_id", edge.id()).append("group", edge.group()).append("member", edge.member())
                .append("present", edge.present()).append("source", edge.source()).append("recent", edge.recent());
        return edge.version() == null ? document : document.append("version", edge.version());
    }

    private static Membership read(Document document) {
        return new Membership(document.getString("group"), document.getString("member"), document.getBoolean("present"),
                document.getString("source"), Documents.numberOrNull(document, "version"), document.getList("recent", String.class));
    }
}
