package dev.lockstep.writer.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import dev.lockstep.writer.account.SlotTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.Document;

/**
 * The collections {@code writer_slots} (owner and epoch of each slot) and {@code writer_owners} (how far an owner has relayed
 * its facts).
 */
public final class MongoSlotTable implements SlotTable {
    private final MongoCollection<Document> slots;
    private final MongoCollection<Document> owners;

    public MongoSlotTable(MongoDatabase database) {
        this.slots = database.getCollection("writer_slots");
        this.owners = database.getCollection("writer_owners");
    }

    @Override
    public Map<Integer, Taken> take(Collection<Integer> wanted, String owner) {
        Map<Integer, Taken> taken = new HashMap<>();
        Set<Integer> open = new HashSet<>(wanted);
        // Two replicas that take the same slot at once: one of them finds the epoch changed and raises it once more.
        while (!open.isEmpty()) {
            attempt(open, owner, taken);
            open.removeAll(taken.keySet());
        }
        return taken;
    }

    private void attempt(Set<Integer> wanted, String owner, Map<Integer, Taken> taken) {
        Map<Integer, Document> before = new HashMap<>();
        slots.find(in("_id", wanted)).forEach(document -> before.put(document.getInteger("_id"), document));
        Map<String, Long> relayed = checkpoints(before.values());
        Map<Integer, Taken> hoped = new HashMap<>();
        List<WriteModel<Document>> writes = new ArrayList<>();
        for (int slot : wanted) {
            Document old = before.get(slot);
            if (old == null) {
                hoped.put(slot, new Taken(1, 0));
                writes.add(new InsertOneModel<>(new Document("_id", slot).append("epoch", 1L).append("owner", owner).append("floor", 0L).append("scanned", false)));
                continue;
            }
            long floor = old.getBoolean("scanned") ? relayed.getOrDefault(old.getString("owner"), old.getLong("floor")) : old.getLong("floor");
            long epoch = old.getLong("epoch") + Taken.STEP;
            hoped.put(slot, new Taken(epoch, floor));
            writes.add(new UpdateOneModel<>(and(eq("_id", slot), eq("epoch", old.getLong("epoch"))), new Document("$set",
                    new Document("epoch", epoch).append("owner", owner).append("floor", floor).append("scanned", false))));
        }
        try {
            slots.bulkWrite(writes, new BulkWriteOptions().ordered(false));
        } catch (MongoBulkWriteException e) {
            if (e.getWriteErrors().stream().anyMatch(error -> ErrorCategory.fromErrorCode(error.getCode()) != ErrorCategory.DUPLICATE_KEY)) {
                throw e;
            }
        }
        slots.find(in("_id", wanted)).forEach(document -> {
            Taken hope = hoped.get(document.getInteger("_id"));
            if (hope != null && owner.equals(document.getString("owner")) && document.getLong("epoch") == hope.epoch()) {
                taken.put(document.getInteger("_id"), hope);
            }
        });
    }

    private Map<String, Long> checkpoints(Collection<Document> of) {
        Set<String> names = new HashSet<>();
        of.forEach(document -> names.add(document.getString("owner")));
        Map<String, Long> relayed = new HashMap<>();
        owners.find(in("_id", names)).forEach(document -> relayed.put(document.getString("_id"), document.getLong("relayedUpTo")));
        return relayed;
    }

    @Override
    public void relayedEarlier(Map<Integer, Taken> done) {
        byEpoch(done).forEach((epoch, of) -> slots.updateMany(and(in("_id", of), eq("epoch", epoch)), new Document("$set", new Document("scanned", true))));
    }

    @Override
    public void relayedBefore(Map<Integer, Taken> done, long time) {
        byEpoch(done).forEach((epoch, of) -> slots.updateMany(and(in("_id", of), eq("epoch", epoch), lt("floor", time)), new Document("$set", new Document("floor", time))));
    }

    private static Map<Long, List<Integer>> byEpoch(Map<Integer, Taken> slots) {
        Map<Long, List<Integer>> byEpoch = new HashMap<>();
        slots.forEach((slot, taken) -> byEpoch.computeIfAbsent(taken.epoch(), epoch -> new ArrayList<>()).add(slot));
        return byEpoch;
    }

    @Override
    public void checkpoint(String owner, long relayedUpTo) {
        owners.updateOne(eq("_id", owner), new Document("$set", new Document("relayedUpTo", relayedUpTo)), new UpdateOptions().upsert(true));
    }
}
