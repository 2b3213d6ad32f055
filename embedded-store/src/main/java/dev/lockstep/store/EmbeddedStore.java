package dev.lockstep.store;

import de.bwaldvogel.mongo.MongoServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A store that speaks the MongoDB wire protocol on 127.0.0.1 and keeps everything in one file.
 *
 * <p>A write is answered when it is in the file, so ending the process at any moment loses nothing that was answered.
 * See README.md of this module for what it serves, what it refuses, and how fast it is.
 */
public final class EmbeddedStore implements AutoCloseable {

    private static final String FILE_NAME = "store.mv";
    private static final String ADDRESS = "127.0.0.1";
    private static final int ACCEPTING_THREADS = 1;
    /**
     * A connection belongs to one of these threads, which waits for the commit of a write. So as many commands run at
     * once, and it is more than there are processors.
     */
    private static final int COMMAND_THREADS = 64;

    private final StoreFile file;
    private final StoreBackend backend;
    private final MongoServer server;
    private final Upkeep upkeep;
    private final int port;

    private EmbeddedStore(Path dir, int port, Options options) {
        file = new StoreFile(inside(dir), options);
        try {
            backend = new StoreBackend(file, options);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
        server = new MongoServer(backend);
        try {
            server.bind(new InetSocketAddress(ADDRESS, port), ACCEPTING_THREADS, COMMAND_THREADS);
        } catch (Exception e) { // Netty throws the BindException undeclared.
            file.close();
            throw new IllegalStateException("cannot listen on " + ADDRESS + ":" + port + ": is the port in use?", e);
        }
        this.port = server.getLocalAddress().getPort();
        upkeep = new Upkeep(file, backend, options);
    }

    /** As {@link #open(Path, int, Options)} with {@link Options#defaults()}. */
    public static EmbeddedStore open(Path dir, int port) {
        return open(dir, port, Options.defaults());
    }

    /**
     * Starts a store.
     *
     * @param dir where the file is; made when absent. Only one process at a time can use it.
     * @param port to listen on, 0 for a free one
     * @throws IllegalStateException when the file or the port is in use
     */
    public static EmbeddedStore open(Path dir, int port, Options options) {
        return new EmbeddedStore(dir, port, options);
    }

    private static Path inside(Path dir) {
        try {
            return Files.createDirectories(dir).resolve(FILE_NAME);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the directory " + dir, e);
        }
    }

    /** For a MongoDB driver, such as {@code mongodb://127.0.0.1:27017}. Without a database name. */
    public String uri() {
        return "mongodb://" + ADDRESS + ":" + port;
    }

    public int port() {
        return port;
    }

    public Stats stats() {
        return new Stats(backend.documentsWritten(), file.commits(), backend.commands(), file.bytes());
    }

    /** Ends all connections, commits and closes the file. May be called more than once. */
    @Override
    public void close() {
        upkeep.close();
        server.shutdownNow();
        file.close();
    }

    /**
     * How a store behaves.
     *
     * @param refuseUnindexedAbove a find, update, delete, count or first {@code $match} that no index serves fails on a
     *     collection with more documents than this; {@link Integer#MAX_VALUE} for never
     * @param cacheMegabytes memory for pages of the file
     * @param forceToDisk whether a write is answered only when the disk has it (survives a power loss, costs an fsync per
     *     commit), not only the operating system (survives the end of the process)
     * @param expirySweep how often documents are removed whose time in a TTL index is over
     */
    public record Options(int refuseUnindexedAbove, int cacheMegabytes, boolean forceToDisk, Duration expirySweep) {

        /** Never refuses, 64 MiB of cache, no fsync, a sweep each minute as MongoDB does. */
        public static Options defaults() {
            return new Options(Integer.MAX_VALUE, 64, false, Duration.ofMinutes(1));
        }

        /** The defaults, with unindexed queries refused on collections with more than so many documents. */
        public static Options refusingUnindexedAbove(int documents) {
            return defaults().withRefuseUnindexedAbove(documents);
        }

        public Options withRefuseUnindexedAbove(int documents) {
            return new Options(documents, cacheMegabytes, forceToDisk, expirySweep);
        }

        public Options withCacheMegabytes(int megabytes) {
            return new Options(refuseUnindexedAbove, megabytes, forceToDisk, expirySweep);
        }

        public Options withForceToDisk(boolean force) {
            return new Options(refuseUnindexedAbove, cacheMegabytes, force, expirySweep);
        }

        public Options withExpirySweep(Duration interval) {
            return new Options(refuseUnindexedAbove, cacheMegabytes, forceToDisk, interval);
        }
    }

    /**
     * Counters since the start.
     *
     * @param documentsWritten documents inserted, replaced, updated or deleted
     * @param commits commits of the file; fewer than writes, because waiting writers share one
     * @param commands commands of clients, reads and writes
     * @param fileBytes size of the file now
     */
    public record Stats(long documentsWritten, long commits, long commands, long fileBytes) {}
}
