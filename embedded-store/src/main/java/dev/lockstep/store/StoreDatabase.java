package dev.lockstep.store;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.AbstractMongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.DatabaseResolver;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.NoSuchCommandException;
import de.bwaldvogel.mongo.oplog.Oplog;
import io.netty.channel.Channel;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** A database: its collections and their indexes in the store's file, and the commands of this package. */
final class StoreDatabase extends AbstractMongoDatabase<Key> {

    static final String INDEXES = "system.indexes";

    private final StoreFile file;
    private final OpenCursors cursors;
    private final LongAdder written;
    private final int refuseUnindexedAbove;
    private final Reads reads;
    private final Writes writes;
    private final IndexCommands indexCommands;

    StoreDatabase(
            String name, StoreFile file, OpenCursors cursors, LongAdder written, EmbeddedStore.Options options) {
        super(name, cursors.registry());
        this.file = file;
        this.cursors = cursors;
        this.written = written;
        refuseUnindexedAbove = options.refuseUnindexedAbove();
        reads = new Reads(this, cursors);
        writes = new Writes();
        indexCommands = new IndexCommands(this);
        initializeNamespacesAndIndexes();
    }

    /** Finds a collection; null when there is none of that name. */
    @Nullable StoreCollection collection(Object name) {
        return (StoreCollection) resolveCollection(name.toString(), false);
    }

    String namespaceOf(String collection) {
        return getFullCollectionNamespace(collection);
    }

    @Override
    public Document handleCommand(
            Channel channel, String command, Document query, DatabaseResolver resolver, Oplog oplog) {
        OptionCheck.check(command, query);
        Passed passed = one -> super.handleCommand(channel, command, one, resolver, oplog);
        return switch (command.toLowerCase(Locale.ROOT)) {
            case "find" -> reads.find(query);
            case "count" -> reads.count(query);
            case "aggregate" -> new Aggregations(this, cursors, resolver, oplog).aggregate(query);
            case "insert" -> writes.insert(query, passed);
            case "update" -> writes.each(query, "updates", passed);
            case "delete" -> writes.each(query, "deletes", passed);
            case "createindexes" -> indexCommands.create(query, passed);
            case "dropindexes" -> indexCommands.drop(query);
            case "listcollections" -> reads.filterBatch(query, passed.to(query));
            case "listindexes" -> IndexCommands.idFirst(passed.to(query));
            case "distinct", "findandmodify", "create", "drop", "dbstats", "collstats", "validate" ->
                passed.to(query);
            default -> throw new NoSuchCommandException(command);
        };
    }

    /** The same command as mongo-java-server does it. */
    interface Passed {
        Document to(Document query);
    }

    @Override
    protected MongoCollection<Key> resolveOrCreateCollection(String name) {
        MongoCollection<Key> existing = resolveCollection(name, false);
        if (existing != null) {
            return existing;
        }
        synchronized (this) {
            return super.resolveOrCreateCollection(name);
        }
    }

    @Override
    protected synchronized MongoCollection<Key> getOrCreateIndexesCollection() {
        return super.getOrCreateIndexesCollection();
    }

    @Override
    protected MongoCollection<Key> openOrCreateCollection(String name, CollectionOptions options) {
        String idField = options.getIdField();
        CollectionTables tables =
                new CollectionTables(file, written, namespaceOf(name), idField == null ? "_id" : idField);
        return new StoreCollection(this, name, options, cursors.registry(), tables, file, refuseUnindexedAbove);
    }

    @Override
    protected Index<Key> openOrCreateUniqueIndex(
            String collection, String name, List<IndexKey> keys, boolean sparse) {
        return new DescribedIndex(IndexDefinition.of(name, keys, true, sparse));
    }

    @Override
    protected Index<Key> openOrCreateSecondaryIndex(
            String collection, String name, List<IndexKey> keys, boolean sparse) {
        return new DescribedIndex(IndexDefinition.of(name, keys, false, sparse));
    }

    /** The answers to {@code getLastError}, which no driver asks any more, would cost every command a lock. */
    @Override
    protected void clearLastStatus(Channel channel) {}

    @Override
    protected void putLastResult(Channel channel, Document result) {}

    @Override
    protected long getStorageSize() {
        return file.bytes();
    }

    @Override
    protected long getFileSize() {
        return file.bytes();
    }
}
