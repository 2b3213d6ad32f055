package dev.lockstep.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.util.ArrayList;
import java.util.List;
import org.h2.store.fs.FileBase;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/** Files named {@code written:<path>} remember every write in its order, so that a test can take away the last ones. */
public final class WrittenFile extends FilePathWrapper {

    private static final List<Write> WRITES = new ArrayList<>();

    /** @param data null when the file was cut off at the position */
    record Write(long position, byte[] data) {}

    /** @return the writes from now on, in a list that grows with them */
    static List<Write> record() {
        FilePath.register(new WrittenFile());
        WRITES.clear();
        return WRITES;
    }

    @Override
    public String getScheme() {
        return "written";
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        return new Channel(super.open(mode));
    }

    private static final class Channel extends FileBase {
        private final FileChannel file;

        Channel(FileChannel file) {
            this.file = file;
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            return write(source, file.position());
        }

        @Override
        public int write(ByteBuffer source, long position) throws IOException {
            byte[] data = new byte[source.remaining()];
            source.duplicate().get(data);
            WRITES.add(new Write(position, data));
            return file.write(source, position);
        }

        @Override
        public FileChannel truncate(long size) throws IOException {
            WRITES.add(new Write(size, null));
            file.truncate(size);
            return this;
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            return file.read(target);
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            return file.read(target, position);
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public long position() throws IOException {
            return file.position();
        }

        @Override
        public FileChannel position(long position) throws IOException {
            file.position(position);
            return this;
        }

        @Override
        public void force(boolean metadata) throws IOException {
            file.force(metadata);
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) throws IOException {
            return file.tryLock(position, size, shared);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            file.close();
        }
    }
}
