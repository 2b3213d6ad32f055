package dev.lockstep.standalone;

import dev.lockstep.kit.security.KeyFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Where an installation keeps what it must not lose. One process at a time holds it. A new directory gets new keys; one
 * that has data but no keys is refused, because new keys could not read the old secrets.
 */
final class DataDirectory implements AutoCloseable {
    private final Path root;
    private final FileChannel lock;

    private DataDirectory(Path root, FileChannel lock) {
        this.root = root;
        this.lock = lock;
    }

    static DataDirectory open(Path root) {
        try {
            Files.createDirectories(root);
            FileChannel lock = FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(lock) == null) {
                lock.close();
                throw new IllegalStateException("another Lockstep runs on " + root.toAbsolutePath() + ": stop it, or choose another --data-dir");
            }
            DataDirectory directory = new DataDirectory(root, lock);
            directory.requireKeys();
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException("the data directory " + root.toAbsolutePath() + " cannot be used", e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private void requireKeys() {
        if (KeyFiles.exist(keys())) {
            KeyFiles.complete(keys());
            return;
        }
        if (Files.exists(store())) {
            throw new IllegalStateException("the keys of this installation are missing from " + keys().toAbsolutePath()
                    + ": restore them from the backup; without them no stored secret can be read");
        }
        KeyFiles.create(keys());
    }

    Path broker() {
        return root.resolve("broker");
    }

    Path store() {
        return root.resolve("store");
    }

    Path keys() {
        return root.resolve("keys");
    }

    Path adminToken() {
        return root.resolve("admin-token");
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
