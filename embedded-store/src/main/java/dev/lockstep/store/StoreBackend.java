package dev.lockstep.store;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractMongoBackend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.exception.MongoServerException;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All databases of the file, and what surrounds each command: the version that it reads, and the commit of a write. */
final class StoreBackend extends AbstractMongoBackend {

    private static final Logger log = LoggerFactory.getLogger(StoreBackend.class);

    private static final Set<String> WRITES = Set.of(
            "insert", "update", "delete", "findandmodify", "createindexes", "dropindexes", "create", "drop",
            "dropdatabase");
    private static final int UNKNOWN_ERROR = 8;
    private static final String FIRST_COLLECTION = ".system.namespaces";

    private final StoreFile file;
    private final EmbeddedStore.Options options;
    private final OpenCursors cursors = new OpenCursors(getCursorRegistry());
    private final LongAdder written = new LongAdder();
    private final LongAdder commands = new LongAdder();

    StoreBackend(StoreFile file, EmbeddedStore.Options options) {
        this.file = file;
        this.options = options;
        databasesInFile().forEach(this::resolveDatabase);
    }

    private List<String> databasesInFile() {
        List<String> names = new ArrayList<>();
        String beginning = CollectionTables.documentsMap("");
        file.mapNames().forEach(map -> {
            if (map.startsWith(beginning) && map.endsWith(FIRST_COLLECTION)) {
                names.add(map.substring(beginning.length(), map.length() - FIRST_COLLECTION.length()));
            }
        });
        return names;
    }

    long documentsWritten() {
        return written.sum();
    }

    long commands() {
        return commands.sum();
    }

    OpenCursors cursors() {
        return cursors;
    }

    List<StoreDatabase> databases() {
        return listDatabaseNames().stream()
                .map(name -> (StoreDatabase) resolveDatabase(name))
                .toList();
    }

    @Override
    protected MongoDatabase openOrCreateDatabase(String name) {
        return new StoreDatabase(name, file, cursors, written, options);
    }

    /** Turns failures into answers here, because mongo-java-server would log them with the whole message. */
    @Override
    public Document handleMessage(MongoMessage message) {
        try {
            return super.handleMessage(message);
        } catch (MongoServerException e) {
            int code = e instanceof MongoServerError known ? known.getCode() : UNKNOWN_ERROR;
            String name = e instanceof MongoServerError known ? known.getCodeName() : "UnknownError";
            return failure(code, name, e.getMessageWithoutErrorCode());
        } catch (RuntimeException e) {
            String command = message.getDocument().keySet().iterator().next();
            log.error("the command {} failed with {}", command, e.getClass().getName(), withoutMessage(e));
            return failure(UNKNOWN_ERROR, "UnknownError", "the command " + command + " failed with "
                    + e.getClass().getSimpleName());
        }
    }

    /** Where it happened, without what it said: that may quote a document. */
    private static Throwable withoutMessage(RuntimeException e) {
        Throwable trace = new Throwable("message left out");
        trace.setStackTrace(e.getStackTrace());
        return trace;
    }

    private static Document failure(int code, String name, String message) {
        return new Document("ok", 0.0)
                .append("errmsg", message)
                .append("code", code)
                .append("codeName", name == null ? "Location" + code : name);
    }

    @Override
    public Document handleCommand(Channel channel, String database, String command, Document query) {
        commands.increment();
        String lower = command.toLowerCase(Locale.ROOT);
        Supplier<Document> work = () -> answer(channel, database, command, lower, query);
        return WRITES.contains(lower) || writesItsResult(query) ? file.writing(work) : file.reading(work);
    }

    /** Whether the command is an aggregation that ends in {@code $out} or {@code $merge}. */
    private static boolean writesItsResult(Document query) {
        return OptionCheck.documents(query.get("pipeline")).stream()
                .anyMatch(stage -> stage.containsKey("$out") || stage.containsKey("$merge"));
    }

    private Document answer(Channel channel, String database, String command, String lower, Document query) {
        return switch (lower) {
            case "hello", "ismaster" -> greeting(super.handleCommand(channel, database, "ismaster", query));
            case "listdatabases" -> listDatabases();
            case "renamecollection" -> throw Refusal.unsupported("renameCollection");
            case "endsessions" -> new Document("ok", 1.0);
            default -> super.handleCommand(channel, database, command, query);
        };
    }

    private static Document greeting(Document ismaster) {
        return ismaster.append("isWritablePrimary", true).append("helloOk", true).append("readOnly", false);
    }

    private Document listDatabases() {
        List<Document> found = databases().stream()
                .map(database -> new Document("name", database.getDatabaseName())
                        .append("sizeOnDisk", 0L)
                        .append("empty", database.isEmpty()))
                .toList();
        return new Document("databases", found).append("totalSize", file.bytes()).append("ok", 1.0);
    }
}
