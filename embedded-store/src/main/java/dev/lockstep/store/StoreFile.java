package dev.lockstep.store;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.StringDataType;

/**
 * The one file, its commits and its tidying.
 *
 * <p>A document and its index entries lie in several maps, while a commit takes every map as it is at that moment. So
 * changes that belong together run {@linkplain #together together}, and a commit never falls in between. One commit
 * covers all writers that asked for it while the one before was running.
 */
final class StoreFile implements AutoCloseable {

    /** Smaller than H2's own 16 KiB: a commit rewrites the whole page around every changed entry. */
    private static final int PAGE_BYTES = 8 * 1024;
    /** How long a commit waits for writers that are about to join it: short of what it takes itself. */
    private static final int GATHER_ROUNDS = 3;

    private static final long GATHER_NANOS = 50_000;
    /** Uncommitted changes of one long command beyond which it commits on its way. */
    private static final int UNSAVED_BYTES = 24 * 1024 * 1024;

    /** In the head of H2's files; gone before the head is written. */
    private static final String CLOSED_CLEANLY = "clean";

    private final MVStore store;
    private final boolean forceToDisk;
    private final MVMap<String, String> catalogue;

    private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();
    private final ReentrantLock committing = new ReentrantLock();
    private final AtomicLong requested = new AtomicLong();
    private final AtomicInteger writersOnTheirWay = new AtomicInteger();
    private volatile long covered;
    private final AtomicLong commits = new AtomicLong();
    private volatile long commitsAtLastTidying;

    StoreFile(Path file, EmbeddedStore.Options options) {
        try {
            store = new MVStore.Builder()
                    .fileName(file.toString())
                    .cacheSize(options.cacheMegabytes())
                    .pageSplitSize(PAGE_BYTES)
                    .autoCommitDisabled()
                    .autoCommitBufferSize(0)
                    .open();
        } catch (MVStoreException e) {
            throw new IllegalStateException(
                    "cannot open the store file " + file + ": another process may have it open, or it is damaged", e);
        }
        store.setAutoCommitDelay(0);
        // With the default of 45 s every one of the many small commits would keep its outdated pages for as long.
        // Readers are safe without it, because every command registers the version that it reads.
        store.setRetentionTime(0);
        store.setVersionsToKeep(0);
        forceToDisk = options.forceToDisk();
        catalogue = store.openMap(
                "catalogue",
                new MVMap.Builder<String, String>()
                        .keyType(StringDataType.INSTANCE)
                        .valueType(StringDataType.INSTANCE));
    }

    /** Small facts about maps, such as whether an index is complete. */
    MVMap<String, String> catalogue() {
        return catalogue;
    }

    MVMap<Key, byte[]> documents(String name) {
        return store.openMap(
                name,
                new MVMap.Builder<Key, byte[]>().keyType(KeyType.INSTANCE).valueType(DocumentType.INSTANCE));
    }

    MVMap<Key, Integer> entries(String name) {
        return store.openMap(
                name, new MVMap.Builder<Key, Integer>().keyType(KeyType.INSTANCE).valueType(EntryType.INSTANCE));
    }

    Iterable<String> mapNames() {
        return store.getMapNames();
    }

    void remove(MVMap<?, ?> map) {
        together(() -> store.removeMap(map));
    }

    void rename(MVMap<?, ?> map, String name) {
        store.renameMap(map, name);
    }

    /** Runs changes of which a crash keeps all or none. May be nested. */
    void together(Runnable changes) {
        Lock shared = gate.readLock();
        shared.lock();
        try {
            changes.run();
        } finally {
            shared.unlock();
        }
    }

    /** Runs a command during which pages that it may read are not overwritten. */
    <T> T reading(Supplier<T> command) {
        MVStore.TxCounter version = store.registerVersionUsage();
        try {
            return command.get();
        } finally {
            store.deregisterVersionUsage(version);
        }
    }

    /** Returns when everything that was written before the call is in the file. */
    void commit() {
        long ticket = requested.incrementAndGet();
        committing.lock();
        try {
            if (covered >= ticket) {
                return;
            }
            gather();
            long upTo = requested.get();
            store(() -> {});
            covered = upTo;
        } finally {
            committing.unlock();
        }
    }

    /** Runs a command that writes, and returns its answer when the file has what it wrote. */
    <T> T writing(Supplier<T> command) {
        writersOnTheirWay.incrementAndGet();
        T answer;
        try {
            answer = reading(command);
        } finally {
            writersOnTheirWay.decrementAndGet();
            commit();
        }
        return answer;
    }

    /** Waits a moment for writers that are about to ask for a commit, so that one covers them all. */
    private void gather() {
        for (int i = 0; i < GATHER_ROUNDS && writersOnTheirWay.get() > 0; i++) {
            LockSupport.parkNanos(GATHER_NANOS);
        }
    }

    /** Keeps the memory of a long command bounded. Not to be called while holding changes together. */
    void commitWhenLarge() {
        if (store.getUnsavedMemory() > UNSAVED_BYTES) {
            commit();
        }
    }

    /**
     * Reclaims space of outdated pages. Moving pages changes no content, so it needs no gate; moving chunks towards the
     * beginning of the file stores on its way, so it does.
     */
    void tidy() {
        boolean idle = commits.get() == commitsAtLastTidying;
        Tidying tidying = idle ? Tidying.WHEN_IDLE : Tidying.WHEN_BUSY;
        if (store.compact(tidying.chunkFillPercent(), Tidying.STEP_BYTES)) {
            commit();
        }
        if (store.getFileStore().getFillRate() < tidying.fileFillPercent()
                && store.getFileStore().size() > Tidying.WORTH_SHRINKING_BYTES) {
            committing.lock();
            try {
                store(() -> store.compactFile(Tidying.STEP_MILLIS));
            } finally {
                committing.unlock();
            }
        }
        commitsAtLastTidying = commits.get();
    }

    private void store(Runnable andThen) {
        Lock exclusive = gate.writeLock();
        exclusive.lock();
        try {
            if (store.hasUnsavedChanges()) {
                commitWithHeader();
                commits.incrementAndGet();
            }
            andThen.run();
        } finally {
            exclusive.unlock();
        }
        if (forceToDisk) {
            store.sync();
        }
    }

    /**
     * The head of the file names the newest chunk, and H2 lets it fall behind by up to twenty: at the next start the chunks
     * after it are found by following each one's pointer to the next. But as outdated chunks are overwritten at once here, one
     * of that chain may be gone when the process dies after the chunk that took its place and before the head is written, and
     * all commits behind it would be lost although they were answered. So the head goes along with every commit. H2 writes it
     * when the file leaves the state "closed cleanly", which is what this says.
     */
    private void commitWithHeader() {
        store.getStoreHeader().put(CLOSED_CLEANLY, 1);
        try {
            store.commit();
        } finally {
            store.getStoreHeader().remove(CLOSED_CLEANLY);
        }
    }

    long commits() {
        return commits.get();
    }

    long bytes() {
        return store.getFileStore().size();
    }

    boolean isClosed() {
        return store.isClosed();
    }

    @Override
    public void close() {
        // An interrupted thread would close the channel of the file in the middle of the last commit.
        boolean interrupted = Thread.interrupted();
        try {
            if (!store.isClosed()) {
                commit();
                store.close(0);
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
